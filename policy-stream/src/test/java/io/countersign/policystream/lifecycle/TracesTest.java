package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.OpenedSession;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What approved intents leave behind, and what later ones see of it. */
class TracesTest {
    private static final String CATALOGUE = """
            kind: Action
            name: orders.refund
            effect: write
            labels: [external-effect]
            idempotent: true
            parameters: {type: object, required: [amount], properties: {amount: {type: number}, order: {type: string}}}
            executeWithin: 1m
            retry: {attempts: 3, backoff: 1s}
            ---
            kind: Action
            name: orders.read
            effect: read
            labels: [private-data]
            parameters: {type: object}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            ---
            """;
    private static final String REFUNDED = """
            kind: Counter
            name: refunded
            actions: [orders.refund]
            add: parameters.amount
            window: rolling 24h
            ---
            """;
    private static final String HOLD_ABOVE_300 = """
            kind: Rule
            name: much-in-a-day
            actions: [orders.refund]
            when: counters['refunded'] + parameters.amount > 300.0
            verdict: hold
            """;

    @Test
    void many_small_refunds_are_held_where_they_are_too_much_together() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));

        var names = IntStream.range(0, 5)
                .mapToObj(i -> refund(shell, "refund-" + i, 99).name())
                .toList();

        assertThat(names).containsExactly("APPROVED", "APPROVED", "APPROVED", "HELD", "HELD");
    }

    @Test
    void what_is_asked_for_at_the_same_time_does_not_outrun_it() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));

        refund(shell, "first", 200);

        // nothing of the first has begun, let alone ended
        assertThat(refund(shell, "second", 200).name()).isEqualTo("HELD");
    }

    @Test
    void what_is_refused_or_held_or_waits_leaves_nothing() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));

        var held = refund(shell, "held", 301);

        assertThat(held.dossier().trace()).isNull();
        assertThat(refund(shell, "next", 300).name()).isEqualTo("APPROVED");
    }

    @Test
    void the_trace_is_that_of_the_first_approval_and_of_its_time() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));
        var held = refund(shell, "held", 301);
        shell.after(Duration.ofHours(3));

        held.reviewed(Input.Decree.APPROVE).by("fin");

        assertThat(held.name()).isEqualTo("APPROVED");
        assertThat(held.dossier().trace()).satisfies(trace -> {
            assertThat(trace.at()).isEqualTo(shell.now());
            assertThat(trace.until()).isEqualTo(shell.now().plus(Traces.IMPLICIT_MEMORY));
            assertThat(trace.session()).isEqualTo(new SessionKey(false, "bot"));
            assertThat(trace.action()).isEqualTo("orders.refund");
            assertThat(trace.labels()).containsExactly("external-effect");
            assertThat(trace.additions())
                    .singleElement()
                    .satisfies(addition -> assertThat(addition.window().opens()).isEqualTo(shell.now()));
        });
    }

    @Test
    void further_attempts_add_nothing_more() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));
        var story = refund(shell, "first", 200);
        var left = trace(story);

        story.begun().reported(ReportStatus.FAILED_RETRYABLE).retried();

        assertThat(story.attempt().number()).isEqualTo(2);
        assertThat(trace(story)).isEqualTo(left);
        assertThat(refund(shell, "second", 100).name()).isEqualTo("APPROVED");
        assertThat(refund(shell, "third", 1).name()).isEqualTo("HELD");
    }

    @Test
    void what_never_happened_stays_counted() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));
        var story = refund(shell, "first", 200);

        story.cancelledBy("ana").reported(ReportStatus.NOT_STARTED);

        assertThat(story.name()).isEqualTo("CANCELLED");
        assertThat(refund(shell, "second", 101).name()).isEqualTo("HELD");
    }

    @Test
    void a_retry_is_not_judged_by_what_the_intent_itself_has_left() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));
        var story = refund(shell, "first", 200);
        story.begun().reported(ReportStatus.FAILED);
        assertThat(story.name()).isEqualTo("DEAD");

        story.reviewed(Input.Decree.RETRY).by("fin");

        assertThat(story.name()).isEqualTo("APPROVED");
        assertThat(refund(shell, "second", 100).name()).isEqualTo("APPROVED");
    }

    @Test
    void a_retry_is_judged_by_what_others_have_left_since() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300.replace("hold", "reject")));
        var story = refund(shell, "first", 200);
        story.begun().reported(ReportStatus.FAILED);
        refund(shell, "second", 100);
        story.reviewed(Input.Decree.RETRY).by("fin");
        assertThat(story.name()).isEqualTo("APPROVED");
        story.begun().reported(ReportStatus.FAILED);
        shell.under(policy(REFUNDED + HOLD_ABOVE_300.replace("hold", "reject").replace("300.0", "299.0")));

        story.reviewed(Input.Decree.RETRY).named("again").by("fin");

        assertThat(story.refusal()).isEqualTo("RULE");
        assertThat(story.name()).isEqualTo("DEAD");
    }

    @Test
    void the_window_moves_with_the_broker_and_not_with_what_an_agent_says() {
        var shell = new Shell(policy(REFUNDED + HOLD_ABOVE_300));
        refund(shell, "first", 300);

        shell.after(Duration.ofHours(24).plusMinutes(10).minusMillis(1));
        assertThat(refund(shell, "second", 1).name()).isEqualTo("HELD");
        shell.after(Duration.ofMillis(1));

        assertThat(refund(shell, "third", 1).name()).isEqualTo("APPROVED");
    }

    @Test
    void another_key_is_another_sum() {
        var shell = new Shell(policy(REFUNDED.replace("window:", "key: parameters.order\nwindow:") + HOLD_ABOVE_300));
        refund(shell, "first", 300, "A1");

        assertThat(refund(shell, "second", 300, "A2").name()).isEqualTo("APPROVED");
        assertThat(refund(shell, "third", 1, "A1").name()).isEqualTo("HELD");
    }

    @Test
    void a_label_of_the_session_is_seen_by_what_comes_later_in_it() {
        var shell = new Shell(policy("""
                kind: Rule
                name: after-private-data
                actions: [orders.refund]
                when: "'private-data' in session.labels"
                verdict: hold
                """));
        assertThat(refund(shell, "before", 1).name()).isEqualTo("APPROVED");

        shell.submit(Requests.of("acme/ana").doing("orders.read"));

        assertThat(refund(shell, "after", 1).name()).isEqualTo("HELD");
        assertThat(shell.submit(asked("by another agent", 1, "A1").by("other-bot"))
                        .name())
                .isEqualTo("APPROVED");
        shell.after(Traces.IMPLICIT_MEMORY.minusMillis(1));
        assertThat(refund(shell, "a day later", 1).name()).isEqualTo("HELD");
        shell.after(Duration.ofMillis(1));
        assertThat(refund(shell, "forgotten", 1).name()).isEqualTo("APPROVED");
    }

    @Test
    void an_opened_session_remembers_for_itself_and_as_long_as_it_may_have_intents() {
        var task = new OpenedSession(
                "0193a1b2-0000-7000-8000-000000000001",
                null,
                List.of(new TaskGrant("*", null)),
                "cli",
                "digest",
                Shell.OPENING.plus(Duration.ofDays(3)),
                false);
        var shell = new Shell(policy("""
                        kind: Rule
                        name: after-private-data
                        actions: [orders.refund]
                        when: "'private-data' in session.labels"
                        verdict: hold
                        """)).knowing(task);
        var read = shell.submit(Requests.of("acme/ana").doing("orders.read").in(task.id()));

        assertThat(trace(read).until()).isEqualTo(task.forgottenAt());
        assertThat(refund(shell, "without a session", 1).name()).isEqualTo("APPROVED");
        shell.after(Duration.ofDays(2));
        assertThat(shell.submit(asked("in it", 1, "A1").in(task.id())).name()).isEqualTo("HELD");
    }

    @Test
    void a_session_counts_what_was_approved_in_it() {
        var shell = new Shell(policy("""
                kind: Rule
                name: three-are-enough
                actions: [orders.refund]
                when: session.counts['orders.refund'] >= 3
                verdict: reject
                """));

        var names = IntStream.range(0, 5)
                .mapToObj(i -> refund(shell, "refund-" + i, 1).name())
                .toList();

        assertThat(names).containsExactly("APPROVED", "APPROVED", "APPROVED", "REJECTED", "REJECTED");
    }

    @Test
    void an_intent_that_waited_adds_when_its_turn_comes() {
        var wait = """
                kind: Rule
                name: later
                actions: [orders.refund]
                when: now < timestamp('2026-03-01T00:10:00Z')
                verdict: defer
                retryIn: 10m
                ---
                """;
        var shell = new Shell(policy(REFUNDED + wait + HOLD_ABOVE_300));
        var first = refund(shell, "first", 200);
        var second = refund(shell, "second", 200);
        assertThat(List.of(first.name(), second.name())).containsExactly("DEFERRED", "DEFERRED");

        first.waited(TimerName.OPENS);
        second.waited(TimerName.OPENS);

        assertThat(List.of(first.name(), second.name())).containsExactly("APPROVED", "HELD");
        assertThat(trace(first).at()).isEqualTo(shell.now());
    }

    private static Trace trace(Story story) {
        var trace = story.dossier().trace();
        assertThat(trace).isNotNull();
        return java.util.Objects.requireNonNull(trace);
    }

    private static Story refund(Shell shell, String name, int amount) {
        return refund(shell, name, amount, "A1");
    }

    private static Story refund(Shell shell, String name, int amount, String order) {
        return shell.submit(asked(name, amount, order));
    }

    private static Requests asked(String name, int amount, String order) {
        return Requests.of("acme/ana")
                .named(name)
                .doing("orders.refund")
                .with("{\"amount\":" + amount + ",\"order\":\"" + order + "\"}");
    }

    private static Policy policy(String documents) {
        var bundle = Bundle.read(CATALOGUE + documents);
        assertThat(bundle).isInstanceOf(Bundle.Loaded.class);
        return ((Bundle.Loaded) bundle).policy();
    }
}
