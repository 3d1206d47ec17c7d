package io.countersign.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.contract.MalformedJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionRulesTest {
    private static final Instant SOON = Instant.parse("2026-11-20T10:00:00Z");
    private static final String EMPTY = "{\"a\":\"\"}";

    private final SubmissionRules rules = new SubmissionRules(String::length);

    @Test
    void what_was_written_is_kept_in_its_canonical_text_with_its_tokens_counted() throws MalformedJson {
        var parameters = (ObjectNode) CanonicalJson.parse("{\"b\": 2.0, \"a\": [1, \"x\"]}");
        var draft = new Draft(
                "llm.chat", parameters, "s1", "small", 100L, "because", true, SOON, WhenOverBudget.DEFER, "key-1");

        assertThat(rules.read(draft))
                .isEqualTo(new Submission(
                        "llm.chat",
                        "{\"a\":[1,\"x\"],\"b\":2}",
                        "s1",
                        "small",
                        100L,
                        19,
                        "because",
                        true,
                        SOON,
                        WhenOverBudget.DEFER,
                        "key-1"));
    }

    @Test
    void parameters_are_taken_up_to_their_limit_in_canonical_form() {
        var most = "x".repeat(Limits.PARAMETERS_BYTES - EMPTY.length());

        assertThat(code(draft("echo", most, null, null, null))).isNull();
        assertThat(code(draft("echo", most + "x", null, null, null))).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void a_justification_is_taken_up_to_its_limit() {
        var most = "x".repeat(Limits.JUSTIFICATION_BYTES);

        assertThat(code(draft("echo", "", null, most, null))).isNull();
        assertThat(code(draft("echo", "", null, most + "x", null))).isEqualTo(Code.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "1,",
        "0, MALFORMED",
        "-1, MALFORMED",
        "9007199254740991,",
        "9007199254740992, NUMBER_NOT_EXACT",
        "9223372036854775807, NUMBER_NOT_EXACT"
    })
    void tokens_are_asked_for_in_numbers_that_every_reader_understands(long maxTokens, @Nullable Code code) {
        assertThat(code(draft("echo", "", maxTokens, null, null))).isEqualTo(code);
    }

    /** Beyond that, sums of instants fail: one such record would stop who decides about it. */
    @Test
    void a_deadline_is_a_time_that_can_be_written() {
        assertThat(code(until(Instant.parse("9999-12-31T23:59:59.999Z")))).isNull();
        assertThat(code(until(Instant.parse("+10000-01-01T00:00:00Z")))).isEqualTo(Code.MALFORMED);
        assertThat(code(until(Instant.ofEpochMilli(Long.MAX_VALUE)))).isEqualTo(Code.MALFORMED);
        assertThat(code(until(Instant.parse("0000-01-01T00:00:00Z")))).isNull();
        assertThat(code(until(Instant.ofEpochMilli(Long.MIN_VALUE)))).isEqualTo(Code.MALFORMED);
    }

    private static Draft until(Instant deadline) {
        var parameters = JsonNodeFactory.instance.objectNode();
        return new Draft("echo", parameters, null, null, null, null, false, deadline, WhenOverBudget.REJECT, null);
    }

    @Test
    void a_text_that_is_there_says_something() {
        assertThat(code(draft("", "", null, null, null))).isEqualTo(Code.MALFORMED);
        assertThat(code(draft("echo", "", null, "", null))).isEqualTo(Code.MALFORMED);
        assertThat(code(draft("echo", "", null, null, ""))).isEqualTo(Code.MALFORMED);
    }

    @Test
    void a_key_has_up_to_256_characters() {
        assertThat(code(draft("echo", "", null, null, "k".repeat(256)))).isNull();
        assertThat(code(draft("echo", "", null, null, "k".repeat(257)))).isEqualTo(Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {" key", "key ", "k\u00e9y", "k\ney", "\u0000"})
    void a_key_is_printable_ascii_without_a_space_at_its_ends(String key) {
        assertThat(code(draft("echo", "", null, null, key))).isEqualTo(Code.MALFORMED);
    }

    private @Nullable Code code(Draft draft) {
        return rules.read(draft) instanceof Refusal refusal ? refusal.code() : null;
    }

    private static Draft draft(
            String action,
            String parameter,
            @Nullable Long maxTokens,
            @Nullable String justification,
            @Nullable String key) {
        var parameters = JsonNodeFactory.instance.objectNode().put("a", parameter);
        return new Draft(
                action, parameters, null, null, maxTokens, justification, false, null, WhenOverBudget.REJECT, key);
    }
}
