package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Topics;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.SideEffect;
import io.countersign.v1.Usage;
import io.countersign.wire.RecordJson;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes out to executors that are asked what became of an attempt, and what their answers do. Every test is replayed. */
final class ReconcilingTopologyTest {

    private static final String REFUND = """
            kind: Action
            name: orders.refund
            effect: write
            parameters: {type: object}
            timeout: 10s
            executor: payments-team
            reconcile: 20s
            tokens: {input: "0", output: maxTokens}
            ---
            kind: Budget
            name: tokens
            who: "true"
            actions: [orders.refund]
            unit: tokens
            window: 1h
            limit: "1000"
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;
    private static final Duration LEASE = Duration.ofSeconds(16);

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(REFUND);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_group_that_ran_it_is_asked_under_a_capability_of_its_own() {
        var approval = silent();

        assertThat(rig.directives()).singleElement().satisfies(directive -> {
            assertThat(directive.getKind()).isEqualTo(DirectiveKind.PROBE);
            assertThat(directive.getId()).isEqualTo(approval.getId());
            assertThat(directive.getAttempt()).isEqualTo(1);
            assertThat(directive.getAction()).isEqualTo("orders.refund");
            assertThat(directive.getTenant()).isEqualTo("acme");
            assertThat(directive.getUser()).isEqualTo("ana");
            assertThat(directive.getExecutor()).isEqualTo("payments-team");
            assertThat(directive.getProbe())
                    .isEqualTo(Capabilities.probe(new byte[32], 1))
                    .isNotEqualTo(approval.getLease());
        });
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void who_can_tell_settles_it_and_the_capability_is_in_nothing_that_others_read() {
        var approval = silent();
        var question = rig.directives().getFirst();

        answer(approval, question, OutcomeStatus.SUCCEEDED);

        var events = rig.events();
        assertThat(events.getLast().getTo()).isEqualTo("SUCCEEDED");
        assertThat(events.getLast().getReasons())
                .extracting(ReasonFact::getCode)
                .containsExactly("RECONCILED");
        assertThat(rig.letters()).isEmpty();
        assertThat(Stream.of(events, rig.replies(), rig.contents(), List.of(approval))
                        .flatMap(List::stream)
                        .map(RecordJson::of))
                .hasSizeGreaterThan(5)
                .noneMatch(text -> text.contains(question.getProbe()));
    }

    @Test
    void ticks_have_it_asked_again_until_a_person_reads_how_often() {
        var approval = silent();
        int asked = rig.directives().size();

        for (int second = 0; second < 19; second++) {
            rig.pass(Duration.ofSeconds(1));
            rig.tick();
            if (second == 4) {
                answer(approval, rig.directives().getFirst(), OutcomeStatus.UNKNOWN);
                asked += 2;
            }
        }
        asked += rig.directives().size();
        assertThat(rig.letters()).isEmpty();
        rig.pass(Duration.ofSeconds(1));
        rig.tick();

        assertThat(asked).isEqualTo(5);
        assertThat(rig.directives()).isEmpty();
        assertThat(rig.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNKNOWN);
            assertThat(words(letter))
                    .contains(
                            "its executor was asked 5 times what became of attempt 1; it cannot tell: BACKEND_GONE, no");
        });
        assertThat(rig.events())
                .extracting(IntentEvent::getTo)
                .endsWith("RUNNING", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN");
    }

    @Test
    void an_attempt_that_tells_after_all_that_it_had_its_effect_is_a_letter() {
        var approval = silent();
        answer(approval, rig.directives().getFirst(), OutcomeStatus.FAILED);
        assertThat(rig.letters()).extracting(DeadLetter::getSideEffect).containsExactly(SideEffect.NONE);

        rig.report(approval, OutcomeStatus.SUCCEEDED);

        var event = rig.events().getLast();
        assertThat(event.getTo()).isEqualTo("DEAD");
        assertThat(event.getReasons()).extracting(ReasonFact::getCode).containsExactly("LATE_OUTCOME");
        assertThat(rig.letters())
                .extracting(DeadLetter::getCategory, DeadLetter::getSideEffect)
                .containsExactly(tuple(LetterCategory.FAILED, SideEffect.CONFIRMED));
    }

    @Test
    void an_attempt_that_tells_after_it_was_found_what_it_used_has_it_booked() {
        var approval = silent();
        answer(approval, rig.directives().getFirst(), OutcomeStatus.SUCCEEDED);
        assertThat(settled(rig.events().getLast())).isEqualTo(50);

        rig.report(approval, OutcomeStatus.SUCCEEDED, new Usage(3L, 4L, 0L, 0L, false, null));

        var event = rig.events().getLast();
        assertThat(event.getTo()).isEqualTo("SUCCEEDED");
        assertThat(settled(event)).isEqualTo(7);
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void an_answer_that_was_forged_is_a_letter_and_changes_nothing() {
        var approval = silent();
        var question = rig.directives().getFirst();
        question.setProbe("00000000-0000-0000-0000-000000000000");

        answer(approval, question, OutcomeStatus.SUCCEEDED);

        assertThat(rig.events().getLast().getTo()).isEqualTo("UNKNOWN");
        assertThat(rig.letters()).extracting(DeadLetter::getCategory).containsExactly(LetterCategory.UNREADABLE);
    }

    /** An attempt that began, and of which nothing more was heard. */
    private ApprovedIntent silent() {
        rig.submit(Rig.intent("orders.refund", "{}").setMaxTokens(50L).build());
        var approval = rig.approvals("orders.refund").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        assertThat(rig.directives()).extracting(Directive::getKind).containsExactly(DirectiveKind.RENEWED);
        rig.pass(LEASE);
        rig.tick();
        return approval;
    }

    private void answer(ApprovedIntent approval, Directive question, OutcomeStatus status) {
        rig.send(
                Topics.OUTCOMES,
                Outcome.newBuilder()
                        .setId(approval.getId())
                        .setTenant(approval.getTenant())
                        .setUser(approval.getUser())
                        .setAttempt(question.getAttempt())
                        .setLease(question.getProbe())
                        .setStatus(status)
                        .setError(status == OutcomeStatus.UNKNOWN ? new OutcomeError("BACKEND_GONE", "no", null) : null)
                        .setExecutor("payments")
                        .build());
    }

    private static long settled(IntentEvent event) {
        return event.getBudget().getFirst().getSettled();
    }

    private static List<String> words(DeadLetter letter) {
        return letter.getReasons().stream().map(ReasonText::getMessage).toList();
    }
}
