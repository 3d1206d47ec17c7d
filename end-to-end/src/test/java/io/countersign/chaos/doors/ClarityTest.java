package io.countersign.chaos.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClarityTest {

    private static final String PROBLEM = "application/problem+json";
    private static final String MALFORMED = "{\"status\":400,\"code\":\"MALFORMED\",\"detail\":\"%s\"}";

    @Test
    void a_success_and_a_refusal_in_the_doors_format_are_clear() {
        assertClear(reply(202, "application/json", "{}"), Format.PROBLEM);
        assertClear(reply(400, PROBLEM, MALFORMED.formatted("no")), Format.PROBLEM);
        assertClear(
                reply(
                        403,
                        "application/json",
                        "{\"error\":{\"message\":\"no\",\"type\":\"permission_error\",\"code\":\"RULE\"}}"),
                Format.OPENAI);
        assertClear(
                reply(
                        400,
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no\",\"data\":{\"code\":\"MALFORMED\"}}}"),
                Format.RPC);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 414, 417, 431})
    void a_status_alone_is_clear_to_a_head_that_is_hardly_http_and_to_nothing_else(int status) {
        var bare = reply(status, "", "");

        assertThat(Clarity.objection(bare, Format.PROBLEM, true, "")).isEmpty();
        assertUnclear(bare, "no refusal");
    }

    @Test
    void a_status_alone_is_clear_to_a_text_that_is_too_long_for_a_target() {
        var tooLong = reply(414, "", "");

        assertThat(Clarity.objection(tooLong, Format.PROBLEM, false, "a".repeat(4_000)))
                .isEmpty();
        assertThat(Clarity.objection(tooLong, Format.PROBLEM, false, "a".repeat(3_999)))
                .isPresent();
        assertThat(Clarity.objection(reply(400, "", ""), Format.PROBLEM, false, "a".repeat(4_000)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500})
    void other_statuses_alone_are_clear_to_nothing(int status) {
        assertThat(Clarity.objection(reply(status, "", ""), Format.PROBLEM, true, ""))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 504})
    void a_failure_is_not_clear(int status) {
        assertUnclear(reply(status, PROBLEM, "{\"status\":%d,\"code\":\"INTERNAL\"}".formatted(status)), "failed");
    }

    @Test
    void who_is_away_says_until_when() {
        var away = "{\"status\":503,\"code\":\"BROKER_AWAY\"}";

        assertUnclear(reply(503, PROBLEM, away), "until when");
        assertClear(new Reply(503, Map.of("content-type", PROBLEM, "retry-after", "1"), away, true), Format.PROBLEM);
    }

    @Test
    void no_answer_and_an_answer_without_an_end_are_not_clear_but_for_streams() {
        assertUnclear(new Reply(0, Map.of(), "", true), "closed");
        assertUnclear(new Reply(0, Map.of(), "", false), "no answer in time");
        assertUnclear(new Reply(200, Map.of("content-type", "application/json"), "{", false), "no end");
        assertClear(new Reply(200, Map.of("content-type", "text/event-stream"), "data: {}", false), Format.PROBLEM);
    }

    @Test
    void a_refusal_of_another_door_is_not_clear() {
        assertUnclear(reply(400, "text/html", "<h1>Bad request</h1>"), "no refusal");
        assertUnclear(reply(400, PROBLEM, "{\"status\":404,\"code\":\"NOT_FOUND\"}"), "no refusal");
        assertUnclear(reply(400, PROBLEM, "{\"status\":400,\"code\":\"bad request\"}"), "no refusal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang.String cannot be cast",
                "NullPointerException",
                "at io.vertx.core.Future.run(Future.java:12)",
                "org.apache.kafka.common.KafkaException: x"
            })
    void what_tells_of_the_program_is_not_clear_unless_the_caller_said_it(String words) {
        var reply = reply(400, PROBLEM, MALFORMED.formatted(words));

        assertUnclear(reply, "tells of");
        assertThat(Clarity.objection(reply, Format.PROBLEM, false, words)).isEmpty();
    }

    private static void assertClear(Reply reply, Format format) {
        assertThat(Clarity.objection(reply, format, false, "")).isEmpty();
    }

    private static void assertUnclear(Reply reply, String objection) {
        assertThat(Clarity.objection(reply, Format.PROBLEM, false, ""))
                .hasValueSatisfying(words -> assertThat(words).contains(objection));
    }

    private static Reply reply(int status, String type, String body) {
        return new Reply(status, Map.of("content-type", type), body, true);
    }
}
