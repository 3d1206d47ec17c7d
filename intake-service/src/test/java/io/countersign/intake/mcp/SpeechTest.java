package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class SpeechTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Speech november = new Speech(Revision.NOVEMBER_2025, "1.2.3");
    private final Speech july = new Speech(Revision.JULY_2026, "1.2.3");

    @Test
    void an_answer_says_what_its_revision_says() {
        assertThat(november.answer(IntNode.valueOf(1), JSON.objectNode().put("a", 1)))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1}}");
        assertThat(july.answer(TextNode.valueOf("x"), JSON.objectNode().put("a", 1)))
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"a\":1,\"resultType\":\"complete\",\"_meta\":"
                                + "{\"io.modelcontextprotocol/serverInfo\":"
                                + "{\"name\":\"countersign\",\"title\":\"Countersign\",\"version\":\"1.2.3\"}}}}");
    }

    @Test
    void an_error_about_no_request_names_none() {
        assertThat(Speech.error(null, RpcError.noSuchMethod()))
                .hasToString("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"there is no such method\","
                        + "\"data\":{\"code\":\"NOT_FOUND\"}}}");
    }

    @Test
    void a_list_is_the_callers_own_and_of_this_moment() {
        assertThat(november.list(JSON.arrayNode())).hasToString("{\"tools\":[]}");
        assertThat(july.list(JSON.arrayNode())).hasToString("{\"tools\":[],\"ttlMs\":0,\"cacheScope\":\"private\"}");
    }

    @Test
    void who_listens_is_told_for_which_request() {
        assertThat(Speech.listChanged(null))
                .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}");
        assertThat(Speech.listChanged(IntNode.valueOf(5)).toString())
                .contains("\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":5}");
        assertThat(Speech.listening(IntNode.valueOf(5), false).toString()).contains("\"notifications\":{}");
        assertThat(july.listened(IntNode.valueOf(5)).toString())
                .contains("\"io.modelcontextprotocol/subscriptionId\":5", "\"resultType\":\"complete\"", "serverInfo");
    }
}
