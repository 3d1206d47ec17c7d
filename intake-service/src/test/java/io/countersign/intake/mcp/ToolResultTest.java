package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ToolResultTest {

    @Test
    void a_result_that_is_a_text_is_told_as_it_is() throws IOException {
        var done = ToolResult.done(intent("\"state\": \"SUCCEEDED\", \"result\": \"two \\\"words\\\"\""));
        assertThat(done.words()).isEqualTo("two \"words\"");
        assertThat(done.isError()).isFalse();
        assertThat(ToolResult.done(intent("\"state\": \"SUCCEEDED\", \"result\": [1, null]"))
                        .words())
                .isEqualTo("[1,null]");
        assertThat(ToolResult.done(intent("\"state\": \"SUCCEEDED\"")).words()).isEmpty();
    }

    @Test
    void what_is_not_for_its_owner_is_not_told() throws IOException {
        var done = ToolResult.done(
                intent("\"state\": \"SUCCEEDED\", \"executions\": [{\"leaseHash\": \"x\"}], \"cached\": true"));
        assertThat(done.members().toString()).isEqualTo("{\"id\":\"i1\",\"state\":\"SUCCEEDED\",\"cached\":true}");
    }

    @Test
    void what_is_not_done_says_so_and_how_to_ask() throws IOException {
        var held = ToolResult.held(intent("\"state\": \"HELD\", \"reasons\": [{\"message\": \"too much\"}]"));
        assertThat(held.isError()).isFalse();
        assertThat(held.words())
                .startsWith("Not done yet: a person has to agree (too much). Do not call it again")
                .contains("countersign_status", "countersign_cancel", "i1");
        assertThat(ToolResult.goesOn(intent("\"state\": \"RUNNING\"")).words())
                .startsWith("Not done yet: it is RUNNING.");
    }

    @Test
    void a_failure_says_every_reason_once() throws IOException {
        var known = intent("""
                "reasons": [{"message": "a"}, {"message": ""}, {"message": "b"}, {"message": "a"}]""");
        var failed = ToolResult.failed("RULE", "unused", known);
        assertThat(failed.isError()).isTrue();
        assertThat(failed.words()).isEqualTo("RULE: a; b (id i1)");
        assertThat(failed.json().path("isError").asBoolean()).isTrue();
        assertThat(failed.json().at("/structuredContent/code").asText()).isEqualTo("RULE");
    }

    @Test
    void a_failure_without_reasons_says_what_is_known() {
        var none = new ObjectMapper().createObjectNode();
        assertThat(ToolResult.failed("BROKER_AWAY", "later", none).words()).isEqualTo("BROKER_AWAY: later");
    }

    private static ObjectNode intent(String members) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree("{\"id\": \"i1\", " + members + "}");
    }
}
