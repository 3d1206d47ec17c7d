package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.IntentEvent;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.Reply;
import io.countersign.wire.RecordHash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intents that the bundle answers itself, through the whole topology; each test ends with a replay. */
final class AnswersTopologyTest {

    private static final String UNANSWERED = """
            kind: Action
            name: faq.ask
            title: Ask
            effect: read
            parameters: {type: object}
            ---
            kind: Counter
            name: asked
            actions: [faq.ask]
            window: 1d
            ---
            kind: Budget
            name: asked-per-day
            actions: [faq.ask]
            unit: requests
            window: 1d
            limit: 1
            ---
            kind: Rule
            name: a-person-looks
            actions: [faq.ask]
            when: has(parameters.look)
            verdict: hold
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            """;

    private static final String ANSWERING = UNANSWERED + """
            ---
            kind: Answer
            name: opening-hours
            action: faq.ask
            match: parameters.text == 'hours'
            result: {content: Nine to five., days: 5}
            """;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(ANSWERING);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void one_event_one_content_and_one_reply_tell_of_it_and_nothing_is_handed_over() {
        var requestId = rig.submit(
                Rig.intent("faq.ask", "{\"text\":\"hours\"}").setPrivate$(true).build());

        assertThat(rig.replies())
                .singleElement()
                .returns(requestId, Reply::getRequestId)
                .returns(true, Reply::getAccepted)
                .returns("SUCCEEDED", Reply::getState);
        var event = intents(rig.events()).getFirst();
        assertThat(event.getTo()).isEqualTo("SUCCEEDED");
        assertThat(event.getReasons()).containsExactly(new ReasonFact("ANSWERED", "opening-hours"));
        assertThat(event.getAttempt()).isNull();
        assertThat(event.getBudget()).isEmpty();
        assertThat(event.getUsage()).isNull();
        var content = rig.contents().getFirst();
        assertThat(content.getResult()).isEqualTo("{\"content\":\"Nine to five.\",\"days\":5}");
        assertThat(event.getContentHash()).isEqualTo(RecordHash.ofContent(content));
        assertThat(rig.letters()).isEmpty();
        assertThat(rig.directives()).isEmpty();
        assertThat(rig.balances()).isEmpty();
        assertThat(rig.sums()).isEmpty();
        assertThat(rig.memories()).isEmpty();
    }

    @Test
    void it_is_answered_over_budget_and_what_is_not_prepared_still_needs_the_budget() {
        rig.submit(Rig.intent("faq.ask", "{\"text\":\"prices\"}").build());
        rig.submit(Rig.intent("faq.ask", "{\"text\":\"prices\"}").build());
        rig.submit(Rig.intent("faq.ask", "{\"text\":\"hours\"}").build());
        rig.submit(Rig.intent("faq.ask", "{}").build());

        assertThat(rig.replies())
                .extracting(Reply::getState)
                .containsExactly("APPROVED", "REJECTED", "SUCCEEDED", "REJECTED");
        assertThat(rig.approvals("faq.ask")).hasSize(1);
        assertThat(rig.letters())
                .extracting(letter -> letter.getReasons().getLast().getCode())
                .containsExactly("OVER_BUDGET", "EVALUATION_FAILED");
    }

    @Test
    void it_is_remembered_and_forgotten_like_any_end() {
        var intent = Rig.intent("faq.ask", "{\"text\":\"hours\"}").build();
        rig.submit(intent);
        rig.submit(intent);
        assertThat(intents(rig.events())).hasSize(1);
        assertThat(rig.timers()).isEqualTo(1);

        rig.pass(Duration.ofDays(30).plusSeconds(1));
        rig.tick();

        assertThat(rig.timers()).isZero();
    }

    @Test
    void a_backtest_tells_what_a_bundle_would_answer_that_was_called_for() {
        rig.controls.activate(UNANSWERED);
        rig.submit(Rig.intent("faq.ask", "{\"text\":\"hours\"}").build());
        var approval = rig.approvals("faq.ask").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED);
        rig.submit(Rig.intent("faq.ask", "{\"text\":\"prices\"}").build());

        var report = rig.backtest(ANSWERING, Rig.START);

        assertThat(report.told())
                .extracting(change -> change.before() + " -> " + change.after())
                .containsExactly(
                        "APPROVED -> SUCCEEDED [ANSWERED opening-hours]",
                        "REJECTED [OVER_BUDGET asked-per-day] -> APPROVED");
        assertThat(report.byRule()).containsOnlyKeys("opening-hours", "asked-per-day");
    }

    private static List<IntentEvent> intents(List<IntentEvent> events) {
        return events.stream()
                .filter(event -> event.getOwner().equals(Rig.ANA.key()))
                .toList();
    }
}
