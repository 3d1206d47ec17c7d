package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.Reply;
import io.countersign.v1.ReviewDecision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A model that leaves the bundle while intents that name it are on their way, where known models are all that may be named; each
 * test ends with a replay.
 */
final class KnownModelsTopologyTest {

    private static final String WITH_SMALL = """
            kind: Action
            name: llm.chat
            effect: read
            idempotent: true
            models: known
            parameters: {type: object}
            retry: {attempts: 3, backoff: 1s}
            ---
            kind: Rule
            name: some-are-held
            actions: [llm.chat]
            when: has(parameters.held)
            verdict: hold
            ---
            kind: Rule
            name: some-wait
            actions: [llm.chat]
            when: has(parameters.waits)
            verdict: defer
            retryIn: 10m
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            ---
            kind: Model
            name: big
            prices: {input: 1, output: 1}
            ---
            kind: Model
            name: small
            prices: {input: 1, output: 1}
            """;
    private static final String WITHOUT_SMALL = WITH_SMALL.replace("name: small", "name: tiny");

    private static final String NOT_TODAY = """
            ---
            kind: Answer
            name: not-today
            action: llm.chat
            on: failure
            match: "true"
            result: {message: Not today.}
            """;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(WITH_SMALL);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_is_not_called_by_an_attempt_that_follows_nor_by_one_that_a_reviewer_grants() {
        var intent = submit("{}");

        triedAgainUnder(WITHOUT_SMALL);

        assertLast("DEAD", new ReasonFact("UNKNOWN_MODEL", null));
        var letter = rig.letters().getLast();
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.FAILED);
        review(intent, letter, ReviewDecision.RETRY);
        assertThat(rig.replies().getLast())
                .extracting(Reply::getCode, Reply::getState)
                .containsExactly("UNKNOWN_MODEL", "DEAD");
        assertThat(rig.approvals("llm.chat")).isEmpty();

        rig.controls.activate(WITH_SMALL);
        review(intent, letter, ReviewDecision.RETRY);
        assertThat(rig.approvals("llm.chat")).hasSize(1);
    }

    @Test
    void an_attempt_that_follows_gives_way_to_an_answer_in_case_of_failure() {
        submit("{}");

        triedAgainUnder(WITHOUT_SMALL + NOT_TODAY);

        var event = rig.events().getLast();
        assertThat(event.getTo()).isEqualTo("SUCCEEDED");
        assertThat(event.getFallback()).isTrue();
        assertThat(event.getReasons())
                .containsExactly(new ReasonFact("UNKNOWN_MODEL", null), new ReasonFact("FALLBACK_ANSWER", "not-today"));
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void an_attempt_that_is_under_way_goes_on() {
        submit("{}");
        var approval = rig.approvals("llm.chat").getFirst();
        rig.controls.activate(WITHOUT_SMALL);

        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED);

        assertLast("SUCCEEDED", new ReasonFact("SUCCEEDED", null));
    }

    @Test
    void what_is_held_is_not_released_before_it_is_back() {
        var intent = submit("{\"held\":true}");
        var letter = rig.letters().getLast();
        rig.controls.activate(WITHOUT_SMALL);

        review(intent, letter, ReviewDecision.APPROVE);
        rig.controls.activate(WITH_SMALL);
        review(intent, letter, ReviewDecision.APPROVE);

        assertThat(rig.replies())
                .extracting(Reply::getCode, Reply::getState)
                .containsExactly(tuple(null, "HELD"), tuple("UNKNOWN_MODEL", "HELD"), tuple(null, "APPROVED"));
    }

    @Test
    void what_waits_is_rejected_when_it_is_looked_at_again() {
        submit("{\"waits\":true}");
        assertThat(rig.replies().getLast().getState()).isEqualTo("DEFERRED");
        rig.controls.activate(WITHOUT_SMALL);

        rig.pass(Duration.ofMinutes(11));
        rig.tick();

        assertLast("REJECTED", new ReasonFact("UNKNOWN_MODEL", null));
    }

    private Intent submit(String parameters) {
        var intent = Rig.intent("llm.chat", parameters).setModel("small").build();
        rig.submit(intent);
        return intent;
    }

    /** It has begun and failed, and by the time of the next attempt another bundle is in force. */
    private void triedAgainUnder(String bundle) {
        var approval = rig.approvals("llm.chat").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.FAILED_RETRYABLE);
        rig.controls.activate(bundle);
        rig.pass(Duration.ofMinutes(1));
        rig.tick();
    }

    private void review(Intent intent, DeadLetter letter, ReviewDecision decision) {
        rig.send(
                Topics.REVIEWS,
                Rig.review(intent, letter.getDigest(), List.of("countersign-reviewer"))
                        .setExpectedVersion(letter.getVersion())
                        .setDecision(decision)
                        .build());
    }

    private void assertLast(String state, ReasonFact... reasons) {
        assertThat(rig.events()).last().satisfies(event -> {
            assertThat(event.getTo()).isEqualTo(state);
            assertThat(event.getReasons()).containsExactly(reasons);
        });
    }
}
