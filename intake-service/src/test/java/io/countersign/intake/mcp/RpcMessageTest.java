package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.mcp.RpcError.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcMessageTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "9007199254740991", "\"\"", "\"7\""})
    void what_has_an_id_wants_an_answer(String id) {
        var read = read("{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"ping\"}");
        assertThat(read).isInstanceOfSatisfying(RpcMessage.Request.class, request -> {
            assertThat(request.id()).hasToString(id);
            assertThat(request.params()).isEmpty();
            assertThat(request.meta()).isEmpty();
        });
    }

    @Test
    void what_has_none_wants_none() {
        assertThat(read("{\"jsonrpc\": \"2.0\", \"method\": \"m\", \"params\": {\"a\": 1}}"))
                .isInstanceOfSatisfying(
                        RpcMessage.Notification.class,
                        notification -> assertThat(
                                        notification.params().path("a").asInt())
                                .isOne());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|PARSE_ERROR",
                "{|PARSE_ERROR",
                "{\"a\": 1} {}|PARSE_ERROR",
                "null|INVALID_REQUEST",
                "[]|INVALID_REQUEST",
                "{}|INVALID_REQUEST",
                "{\"jsonrpc\": 2.0, \"method\": \"m\"}|INVALID_REQUEST",
                "{\"jsonrpc\": \"2.0\", \"method\": null}|INVALID_REQUEST",
                "{\"jsonrpc\": \"2.0\", \"id\": true, \"method\": \"m\"}|INVALID_REQUEST",
                "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"m\"}|INVALID_REQUEST",
                "{\"jsonrpc\": \"2.0\", \"method\": \"m\", \"params\": null}|INVALID_PARAMS",
                "{\"jsonrpc\": \"2.0\", \"method\": \"m\", \"params\": {\"_meta\": null}}|INVALID_PARAMS"
            })
    void what_is_no_message_says_why(String body, Kind kind) {
        assertThat(read(body)).isInstanceOfSatisfying(RpcMessage.Unfit.class, unfit -> {
            assertThat(unfit.id()).isNull();
            assertThat(unfit.error().kind()).isEqualTo(kind);
            assertThat(unfit.error().message()).isNotBlank();
        });
    }

    @Test
    void an_answer_is_no_message_because_nothing_was_asked() {
        assertThat(read("{\"jsonrpc\": \"2.0\", \"id\": 7, \"result\": {}}"))
                .isInstanceOfSatisfying(
                        RpcMessage.Unfit.class, unfit -> assertThat(unfit.id()).hasToString("7"));
    }

    @ParameterizedTest
    @CsvSource({
        "tools/list, true, true",
        "tools/call, true, true",
        "initialize, true, false",
        "ping, true, false",
        "server/discover, false, true",
        "subscriptions/listen, false, true",
        "tools/List, false, false",
        "resources/list, false, false"
    })
    void a_revision_has_its_own_methods(String method, boolean november, boolean july) {
        assertThat(Method.of(method, Revision.NOVEMBER_2025).isPresent()).isEqualTo(november);
        assertThat(Method.of(method, Revision.JULY_2026).isPresent()).isEqualTo(july);
    }

    private static RpcMessage read(String body) {
        return RpcMessage.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
