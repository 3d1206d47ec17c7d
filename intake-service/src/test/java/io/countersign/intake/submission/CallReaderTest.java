package io.countersign.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import io.countersign.submission.SubmissionRules;
import io.countersign.submission.WhenOverBudget;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
    private final CallReader reader = new CallReader(new SubmissionReader(new SubmissionRules(String::length)));

    @Test
    void arguments_are_the_parameters_and_nothing_else_of_the_intent() throws IOException {
        var arguments = json("{\"session\": \"mine\", \"action\": \"other\", \"b\": 1}");
        var call = submission(reader.read("orders.read", arguments, json("{}"), List.of(), "s1"));

        assertThat(call.action()).isEqualTo("orders.read");
        assertThat(call.parameters()).isEqualTo("{\"action\":\"other\",\"b\":1,\"session\":\"mine\"}");
        assertThat(call.session()).isEqualTo("s1");
        assertThat(call.whenOverBudget()).isEqualTo(WhenOverBudget.REJECT);
        assertThat(call.idempotencyKey()).isNull();
    }

    @Test
    void what_an_intent_has_beside_its_parameters_is_the_intents() throws IOException {
        var beside = json("{\"model\": \"m\", \"maxTokens\": 5, \"justification\": \"j\", \"private\": true}");
        var call = submission(reader.read("echo", json("{}"), beside, List.of(), null));

        assertThat(call.model()).isEqualTo("m");
        assertThat(call.maxTokens()).isEqualTo(5);
        assertThat(call.justification()).isEqualTo("j");
        assertThat(call.isPrivate()).isTrue();
        assertThat(call.session()).isNull();
    }

    @Test
    void a_calls_own_key_counts_before_that_of_a_header() throws IOException {
        var own = json("{\"idempotencyKey\": \"own\"}");

        assertThat(submission(reader.read("echo", json("{}"), own, List.of("header"), null))
                        .idempotencyKey())
                .isEqualTo("own");
        assertThat(submission(reader.read("echo", json("{}"), json("{}"), List.of("header"), null))
                        .idempotencyKey())
                .isEqualTo("header");
        assertThat(reader.read("echo", json("{}"), json("{}"), List.of("one", "two"), null))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\": \"other\"}",
                "{\"parameters\": {}}",
                "{\"session\": \"s\"}",
                "{\"onQuota\": \"DEFER\"}",
                "{\"user\": \"bob\"}",
                "{\"idempotencyKey\": \"\"}",
                "{\"idempotencyKey\": 1}"
            })
    void nothing_else_can_be_said_beside_them(String beside) throws IOException {
        assertThat(reader.read("echo", json("{}"), json(beside), List.of(), null))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.MALFORMED));
    }

    @Test
    void an_intent_is_named_by_its_id_alone() throws IOException {
        assertThat(reader.readId(json("{\"id\": \"x\"}"))).isEqualTo(new Naming.Named("x"));
        for (var unfit : new String[] {"{}", "{\"id\": 1}", "{\"id\": \"\"}", "{\"id\": \"x\", \"user\": \"ben\"}"}) {
            assertThat(reader.readId(json(unfit))).isInstanceOf(Naming.Unusable.class);
        }
    }

    private static Submission submission(Reading reading) {
        assertThat(reading).isInstanceOf(Submission.class);
        return (Submission) reading;
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }
}
