package io.countersign.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import io.countersign.submission.SubmissionRules;
import io.countersign.submission.WhenOverBudget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionReaderTest {
    private static final int LARGEST = 256 * 1024;

    private final SubmissionReader reader = new SubmissionReader(new SubmissionRules(String::length));

    @Test
    void every_member_arrives() {
        var submission = read("""
                {"action": "llm.chat", "parameters": {"b": 2.0, "a": [1, "x"]}, "session": "s1", "model": "small",
                 "maxTokens": 100, "justification": "because", "private": true,
                 "deadline": "2026-11-21T10:00:00.250+02:00", "onQuota": "DEFER"}
                """, "key-1");

        assertThat(submission)
                .isEqualTo(new Submission(
                        "llm.chat",
                        "{\"a\":[1,\"x\"],\"b\":2}",
                        "s1",
                        "small",
                        100L,
                        19,
                        "because",
                        true,
                        Instant.parse("2026-11-21T08:00:00.250Z"),
                        WhenOverBudget.DEFER,
                        "key-1"));
    }

    @Test
    void a_justification_is_taken_up_to_its_limit_and_not_beyond_it() {
        var most = "x".repeat(Limits.JUSTIFICATION_BYTES);

        assertThat(read(justified(most)))
                .isInstanceOfSatisfying(
                        Submission.class,
                        taken -> assertThat(taken.justification()).isEqualTo(most));
        assertThat(refused(justified(most + "x"))).isEqualTo(Code.TOO_LARGE);
        assertThat(refused(justified("é".repeat(Limits.JUSTIFICATION_BYTES / 2) + "x")))
                .isEqualTo(Code.TOO_LARGE);
    }

    private static String justified(String words) {
        return "{\"action\": \"echo\", \"parameters\": {}, \"justification\": \"" + words + "\"}";
    }

    @Test
    void what_may_be_left_out_may_be_null() {
        var submission = read("""
                {"action": "echo", "parameters": {}, "session": null, "model": null, "maxTokens": null,
                 "justification": null, "private": null, "deadline": null, "onQuota": null}
                """);

        assertThat(submission)
                .isEqualTo(read("{\"action\": \"echo\", \"parameters\": {}}"))
                .isEqualTo(new Submission(
                        "echo", "{}", null, null, null, 2, null, false, null, WhenOverBudget.REJECT, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"action\": \"echo\"}",
                "{\"parameters\": {}}",
                "{\"action\": \"\", \"parameters\": {}}",
                "{\"action\": 1, \"parameters\": {}}",
                "{\"action\": \"echo\", \"parameters\": null}",
                "{\"action\": \"echo\", \"parameters\": []}",
                "{\"action\": \"echo\", \"parameters\": \"{}\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"tenant\": \"other\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"inputTokens\": 0}",
                "{\"action\": \"echo\", \"parameters\": {}, \"session\": \"\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"model\": 7}",
                "{\"action\": \"echo\", \"parameters\": {}, \"maxTokens\": 0}",
                "{\"action\": \"echo\", \"parameters\": {}, \"maxTokens\": -1}",
                "{\"action\": \"echo\", \"parameters\": {}, \"maxTokens\": 1.5}",
                "{\"action\": \"echo\", \"parameters\": {}, \"maxTokens\": \"1\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"private\": \"true\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"private\": 1}",
                "{\"action\": \"echo\", \"parameters\": {}, \"onQuota\": \"defer\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"onQuota\": \"UNRECOGNIZED\"}",
                "{\"action\": \"echo\", \"parameters\": {}} {}",
                "{\"action\": \"echo\", \"parameters\": {\"x\": \"\\ud800\"}}",
                "{\"action\": \"echo\", \"parameters\": {\"x\": NaN}}"
            })
    void what_is_not_such_a_request_is_malformed(String body) {
        assertThat(refused(body)).isEqualTo(Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T10:00:00Z", "2026-11-21t10:00:00.123456789z", "2026-11-21T10:00:00-05:30"})
    void a_deadline_is_an_rfc_3339_instant(String deadline) {
        assertThat(read(withDeadline(deadline))).isInstanceOf(Submission.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21",
                "2026-11-21T10:00Z",
                "2026-11-21T10:00:00",
                "2026-11-21 10:00:00Z",
                "2026-02-30T10:00:00Z",
                "2026-11-21T25:00:00Z",
                "2026-11-21T10:00:00+25:00",
                "1763719200",
                "tomorrow"
            })
    void anything_else_is_no_deadline(String deadline) {
        assertThat(refused(withDeadline(deadline))).isEqualTo(Code.MALFORMED);
    }

    @Test
    void a_member_named_twice_is_refused_wherever_it_is() {
        assertThat(refused("{\"action\": \"a\", \"action\": \"b\", \"parameters\": {}}"))
                .isEqualTo(Code.DUPLICATE_KEY);
        assertThat(refused("{\"action\": \"a\", \"parameters\": {\"x\": {\"y\": 1, \"\\u0079\": 1}}}"))
                .isEqualTo(Code.DUPLICATE_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740991, true",
        "9007199254740992, false",
        "-9007199254740991, true",
        "-9007199254740992, false",
        "9007199254740992.0, false",
        "1e400, false",
        "99.99, true"
    })
    void a_number_is_accepted_if_all_readers_agree_on_it(String number, boolean accepted) {
        var body = "{\"action\": \"a\", \"parameters\": {\"x\": " + number + "}}";

        if (accepted) {
            assertThat(read(body)).isInstanceOf(Submission.class);
        } else {
            assertThat(refused(body)).isEqualTo(Code.NUMBER_NOT_EXACT);
        }
    }

    @Test
    void nesting_counts_over_the_whole_body() {
        // The body is 1, parameters 2, so that 62 lists are left.
        assertThat(read(nested(62))).isInstanceOf(Submission.class);
        assertThat(refused(nested(63))).isEqualTo(Code.MALFORMED);
        assertThat(refused(nested(1_000))).isEqualTo(Code.MALFORMED);
    }

    @Test
    void parameters_are_measured_in_their_canonical_form() {
        var frame = "{\"x\":\"\"}".length();
        var fitting = "a".repeat(LARGEST - frame);

        assertThat(read(withText(fitting))).isInstanceOf(Submission.class);
        assertThat(refused(withText(fitting + "a"))).isEqualTo(Code.TOO_LARGE);
        assertThat(read(withText("\\u0061".repeat(LARGEST / 8)))).isInstanceOf(Submission.class);
        assertThat(read(withText("\u00e4".repeat((LARGEST - frame) / 2)))).isInstanceOf(Submission.class);
        assertThat(refused(withText("\u00e4".repeat((LARGEST - frame) / 2 + 1))))
                .isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void a_body_beyond_1_MiB_is_too_large() {
        var body = "{\"action\":\"a\",\"parameters\":{}}";
        var fitting = " ".repeat(1024 * 1024 - body.length());

        assertThat(read(body + fitting)).isInstanceOf(Submission.class);
        assertThat(refused(body + fitting + " ")).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void a_body_that_is_not_utf_8_is_malformed() {
        var body = "{\"action\": \"\u00e4\", \"parameters\": {}}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reader.read(body, List.of()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.MALFORMED));
    }

    @Test
    void an_idempotency_key_is_one_value_of_1_to_256_printable_characters() {
        var body = "{\"action\": \"a\", \"parameters\": {}}".getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(body, List.of("k".repeat(256)))).isInstanceOf(Submission.class);
        assertThat(reader.read(body, List.of("\"quoted, with a blank\""))).isInstanceOf(Submission.class);
        for (var keys : List.of(
                List.of(""),
                List.of("k".repeat(257)),
                List.of("a", "b"),
                List.of(" a"),
                List.of("\u00e4"),
                List.of("a\nb"))) {
            assertThat(reader.read(body, keys)).as("%s", keys).isInstanceOf(Refusal.class);
        }
    }

    private Reading read(String body, String... keys) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8), List.of(keys));
    }

    private @Nullable Code refused(String body) {
        return read(body) instanceof Refusal refusal ? refusal.code() : null;
    }

    private static String withDeadline(String deadline) {
        return "{\"action\": \"a\", \"parameters\": {}, \"deadline\": \"" + deadline + "\"}";
    }

    private static String withText(String text) {
        return "{\"action\": \"a\", \"parameters\": {\"x\":   \"" + text + "\"}}";
    }

    private static String nested(int lists) {
        return "{\"action\": \"a\", \"parameters\": {\"x\": " + "[".repeat(lists) + "]".repeat(lists) + "}}";
    }
}
