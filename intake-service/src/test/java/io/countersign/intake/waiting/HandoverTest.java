package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Owner;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.Commands;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.NewSession;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.submission.Patience.UntilDecided;
import io.countersign.intake.submission.Patience.UntilEnded;
import io.countersign.intake.submission.Patience.UntilPublished;
import io.countersign.intake.waiting.Outcome.Decided;
import io.countersign.intake.waiting.Outcome.Ended;
import io.countersign.intake.waiting.Outcome.Published;
import io.countersign.submission.Submission;
import io.countersign.submission.WhenOverBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The broker is this test: what it does when it gets a command is each test's own. */
class HandoverTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Caller ANA = new Caller(new Owner("acme", "ana"), "bot", null, List.of());
    private static final String ID = "i1";

    private final Decisions decisions = new Decisions(took -> {});
    private final Changes changes = new Changes();
    private final WaitingRoom room = new WaitingRoom(WaitingRoom.Seats.ofAnybody(1));
    private final Moment lastCall = new Moment();

    @Test
    void whoever_does_not_wait_is_answered_when_the_broker_has_it() throws InterruptedException {
        assertThat(submit(Commands.Receipt.ACKNOWLEDGED, new UntilPublished(), (id, request) -> {}))
                .isEqualTo(new Published(ID));
    }

    @Test
    void a_decision_that_is_faster_than_the_acknowledgement_is_not_missed() throws InterruptedException {
        var decision = decision("HELD");

        assertThat(submit(new UntilDecided(), (id, request) -> decisions.decided(decision.of(request))))
                .isInstanceOfSatisfying(
                        Decided.class,
                        decided -> assertThat(decided.decision().state()).isEqualTo("HELD"));
    }

    @Test
    void without_a_decision_in_time_the_intent_is_handed_over_all_the_same() throws InterruptedException {
        assertThat(submit(new UntilDecided(), (id, request) -> {})).isEqualTo(new Published(ID));
        assertThat(decisions.size()).isZero();
    }

    @Test
    void the_end_is_awaited_behind_the_decision() throws InterruptedException {
        var outcome = submit(new UntilEnded(LONG), (id, request) -> {
            decisions.decided(decision("APPROVED").of(request));
            later(() -> changes.changed("acme/ana", new Change(ID, 3, "SUCCEEDED")));
        });

        assertThat(outcome).isEqualTo(new Ended(ID, "SUCCEEDED", 3L));
    }

    @Test
    void a_dead_intent_is_shown_to_whoever_waits() throws InterruptedException {
        var outcome = submit(new UntilEnded(LONG), (id, request) -> {
            decisions.decided(decision("APPROVED").of(request));
            changes.changed("acme/ana", new Change(ID, 3, "DEAD"));
        });

        assertThat(outcome).isEqualTo(new Ended(ID, "DEAD", 3L));
    }

    @Test
    void a_refusal_says_why_even_if_its_event_was_first() throws InterruptedException {
        var outcome = submit(new UntilEnded(LONG), Duration.ofSeconds(10), (id, request) -> {
            changes.changed("acme/ana", new Change(ID, 1, "REJECTED"));
            later(() -> decisions.decided(refusal("RULE").of(request)));
        });

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Decided.class,
                        decided -> assertThat(decided.decision().code()).isEqualTo("RULE"));
    }

    @Test
    void an_end_whose_decision_was_not_heard_is_an_end() throws InterruptedException {
        var outcome = submit(
                new UntilEnded(LONG), (id, request) -> changes.changed("acme/ana", new Change(ID, 4, "SUCCEEDED")));

        assertThat(outcome).isEqualTo(new Ended(ID, "SUCCEEDED", 4L));
    }

    @Test
    void a_repeat_of_what_has_ended_does_not_wait() throws InterruptedException {
        var outcome = submit(
                new UntilEnded(LONG),
                (id, request) -> decisions.decided(decision("SUCCEEDED").of(request)));

        assertThat(outcome).isEqualTo(new Ended(ID, "SUCCEEDED", 1L));
    }

    @Test
    void when_the_time_is_over_the_decision_is_what_is_known() throws InterruptedException {
        var outcome = submit(
                new UntilEnded(SHORT),
                (id, request) -> decisions.decided(decision("HELD").of(request)));

        assertThat(outcome).isInstanceOf(Decided.class);
    }

    @Test
    void at_the_last_call_the_decision_is_what_is_known() throws InterruptedException {
        var outcome = submit(new UntilEnded(LONG), (id, request) -> {
            decisions.decided(decision("APPROVED").of(request));
            later(lastCall::come);
        });

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Decided.class,
                        decided -> assertThat(decided.decision().state()).isEqualTo("APPROVED"));
    }

    @Test
    void at_the_last_call_an_intent_without_a_decision_is_handed_over_all_the_same() throws InterruptedException {
        var outcome = submit(new UntilEnded(LONG), LONG, (id, request) -> later(lastCall::come));

        assertThat(outcome).isEqualTo(new Published(ID));
    }

    @Test
    void a_broker_that_does_not_acknowledge_is_away() throws InterruptedException {
        assertThat(submit(Commands.Receipt.BROKER_AWAY, new UntilDecided(), (id, request) -> {}))
                .isEqualTo(new Outcome.BrokerAway());
        assertThat(submit(Commands.Receipt.TOO_LARGE, new UntilDecided(), (id, request) -> {}))
                .isEqualTo(new Outcome.TooLarge());
    }

    @Test
    void a_full_room_hands_nothing_over_and_every_end_frees_the_seat() throws InterruptedException {
        var outcome = submit(new UntilDecided(), (id, request) -> {
            try {
                assertThat(submit(new UntilDecided(), (inner, innerRequest) -> {}))
                        .isInstanceOf(Outcome.Full.class);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(outcome).isEqualTo(new Published(ID));
        assertThat(room.taken()).isZero();
        assertThat(changes.isWatching("acme/ana")).isFalse();
    }

    @Test
    void whoever_is_interrupted_leaves_at_once() throws InterruptedException {
        var waiting = Thread.ofVirtual().unstarted(() -> {
            try {
                submit(
                        new UntilEnded(LONG),
                        (id, request) -> Thread.currentThread().interrupt());
            } catch (InterruptedException gone) {
                // Its client has gone.
            }
        });

        waiting.start();

        assertThat(waiting.join(LONG.dividedBy(2))).isTrue();
        assertThat(room.taken()).isZero();
        assertThat(decisions.size()).isZero();
    }

    private static void later(Runnable what) {
        Thread.ofVirtual().start(what);
    }

    private Outcome submit(Patience patience, BiConsumer<String, String> broker) throws InterruptedException {
        return submit(Commands.Receipt.ACKNOWLEDGED, patience, broker);
    }

    private Outcome submit(Patience patience, Duration decisionWithin, BiConsumer<String, String> broker)
            throws InterruptedException {
        return submit(Commands.Receipt.ACKNOWLEDGED, patience, decisionWithin, broker);
    }

    private Outcome submit(Commands.Receipt receipt, Patience patience, BiConsumer<String, String> broker)
            throws InterruptedException {
        return submit(receipt, patience, SHORT, broker);
    }

    private Outcome submit(
            Commands.Receipt receipt, Patience patience, Duration decisionWithin, BiConsumer<String, String> broker)
            throws InterruptedException {
        var commands = new Commands() {
            @Override
            public Receipt submit(NewIntent intent, String requestId) {
                broker.accept(intent.id(), requestId);
                return receipt;
            }

            @Override
            public Receipt cancel(Caller caller, String intentId, String requestId) {
                throw new AssertionError("nobody cancels here");
            }

            @Override
            public Receipt open(NewSession session, String requestId) {
                throw new AssertionError("nobody opens a session here");
            }

            @Override
            public Receipt end(Caller caller, String sessionId, String requestId) {
                throw new AssertionError("nobody ends a session here");
            }
        };
        return new Handover(commands, decisions, changes, room, lastCall, decisionWithin).submit(intent(), patience);
    }

    private static NewIntent intent() {
        var submission =
                new Submission("echo", "{}", null, null, null, 0, null, false, null, WhenOverBudget.REJECT, null);
        return new NewIntent(ID, ANA, submission, new byte[32], Instant.EPOCH);
    }

    private interface Template {
        Decision of(String requestId);
    }

    private static Template decision(String state) {
        return made(true, null, state);
    }

    private static Template refusal(String code) {
        return made(false, code, "REJECTED");
    }

    private static Template made(boolean accepted, @Nullable String code, String state) {
        return requestId -> new Decision(requestId, accepted, ID, code, state, 1L, List.of(), List.of(), null);
    }
}
