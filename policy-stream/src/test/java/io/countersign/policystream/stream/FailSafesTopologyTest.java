package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that stand in for a failure, and the cache clause of approvals, through the whole topology. */
final class FailSafesTopologyTest {

    private static final String UNSAFE = """
            kind: Action
            name: reports.summarize
            title: Summarize
            effect: read
            parameters: {type: object}
            cache: {scope: shared, ttl: 10m}
            ---
            kind: Action
            name: reports.list
            title: List
            effect: read
            parameters: {type: object}
            cache: {ttl: 1h}
            ---
            kind: Action
            name: reports.delete
            title: Delete
            parameters: {type: object}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;

    private static final String SAFE = UNSAFE + """
            ---
            kind: Answer
            name: not-today
            action: reports.summarize
            on: failure
            match: parameters.report != 'none'
            result: {summary: Not today.}
            """;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(SAFE);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_failure_ends_in_the_prepared_answer_and_no_letter_is_written() {
        fail("{\"report\":\"a\"}");

        var event = intents().getLast();
        assertThat(event.getTo()).isEqualTo("SUCCEEDED");
        assertThat(event.getFallback()).isTrue();
        assertThat(event.getAttempt()).isEqualTo(1);
        assertThat(event.getChunks()).isNull();
        assertThat(event.getReasons())
                .containsExactly(
                        new ReasonFact("EXECUTION_FAILED", null),
                        new ReasonFact("HTTP_404", null),
                        new ReasonFact("FALLBACK_ANSWER", "not-today"));
        var content = rig.contents().getLast();
        assertThat(content.getResult()).isEqualTo("{\"summary\":\"Not today.\"}");
        assertThat(content.getError()).isNull();
        assertThat(content.getReasons()).contains(new ReasonText("HTTP_404", null, "there is no such report"));
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void what_it_does_not_match_and_what_cannot_be_told_lies_at_the_desk() {
        fail("{\"report\":\"none\"}");
        fail("{}");

        assertThat(intents().stream()
                        .map(IntentEvent::getTo)
                        .filter("DEAD"::equals)
                        .count())
                .isEqualTo(2);
        assertThat(rig.letters())
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.getCategory()).isEqualTo(LetterCategory.FAILED))
                .last()
                .satisfies(letter ->
                        assertThat(letter.getReasons().getLast().getCode()).isEqualTo("EVALUATION_FAILED"));
    }

    @Test
    void a_backtest_tells_which_failures_a_bundle_would_have_answered() {
        rig.controls.activate(UNSAFE);
        fail("{\"report\":\"a\"}");
        fail("{\"report\":\"none\"}");

        var report = rig.backtest(SAFE, Rig.START);

        assertThat(report.told())
                .extracting(change -> change.before() + " -> " + change.after())
                .containsExactly(
                        "DEAD [EXECUTION_FAILED, HTTP_404] -> SUCCEEDED [EXECUTION_FAILED, HTTP_404, FALLBACK_ANSWER not-today]");
    }

    @Test
    void an_approval_says_for_whom_and_how_long_its_answer_may_be_kept_unless_the_intent_is_private() {
        var shared = approved("reports.summarize", false);
        var own = approved("reports.list", false);
        var confidential = approved("reports.summarize", true);
        var never = approved("reports.delete", false);

        assertThat(shared.getCache()).isEqualTo("shared");
        assertThat(shared.getCacheMillis()).isEqualTo(600_000);
        assertThat(own.getCache()).isEqualTo("user");
        assertThat(own.getCacheMillis()).isEqualTo(3_600_000);
        assertThat(List.of(confidential, never)).allSatisfy(approval -> {
            assertThat(approval.getCache()).isNull();
            assertThat(approval.getCacheMillis()).isNull();
        });
    }

    private ApprovedIntent approved(String action, boolean confidential) {
        rig.submit(Rig.intent(action, "{}").setPrivate$(confidential).build());
        return rig.approvals(action).getLast();
    }

    private void fail(String parameters) {
        rig.submit(Rig.intent("reports.summarize", parameters).build());
        var approval = rig.approvals("reports.summarize").getLast();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(Rig.outcome(approval, OutcomeStatus.FAILED)
                .setChunks(3)
                .setError(new OutcomeError("HTTP_404", "there is no such report", null)));
    }

    private List<IntentEvent> intents() {
        return rig.events().stream()
                .filter(event -> event.getOwner().equals(Rig.ANA.key()))
                .toList();
    }
}
