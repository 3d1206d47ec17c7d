package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an intent is in its life. What it waits for, and until when, follows from the state alone. */
public sealed interface IntentState {

    /** How long a decision may be late in being read and still count: one second of append time. */
    Duration GRACE = Duration.ofSeconds(1);

    /** How long an intent waits for room, or for a person, at most. */
    Duration PATIENCE = Duration.ofDays(30);

    /** How long an ended intent stays queryable and de-duplicated. */
    Duration MEMORY = Duration.ofDays(30);

    /** What is known of the intent. */
    Dossier dossier();

    /** The state's name in answers and events. */
    String name();

    /** When it entered the state; what happens to it there does not move that. */
    default Instant began() {
        return dossier().since();
    }

    /** The same state around a changed dossier. */
    IntentState with(Dossier changed);

    /** The promises to look at it again. */
    List<Timer> timers();

    /**
     * True once nobody remembers it, whether or not the timer that forgets it has fired by then: no event tells when it
     * did, so nothing that is decided may depend on it.
     */
    default boolean isForgottenBy(Instant now) {
        return false;
    }

    /** The budgets that it stands in line for. */
    default Optional<Ticket> ticket() {
        return Optional.empty();
    }

    /** When a waiting intent will be looked at again, or a held one must have been approved. */
    default Optional<Instant> dueAt() {
        return Optional.empty();
    }

    /** A place in the line for some budgets. */
    record Ticket(long number, List<String> budgets) {
        public Ticket {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * Waits for room in its budgets, or because a rule says so.
     *
     * @param place its place in line; without budgets if a rule makes it wait
     * @param since when it first waited
     */
    record Deferred(Dossier dossier, Instant until, Ticket place, Instant since) implements IntentState {
        @Override
        public String name() {
            return "DEFERRED";
        }

        @Override
        public Instant began() {
            return since;
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Deferred(changed, until, place, since);
        }

        @Override
        public List<Timer> timers() {
            return Timers.and(
                    dossier, new Timer(TimerName.OPENS, until), new Timer(TimerName.GIVE_UP, since.plus(PATIENCE)));
        }

        @Override
        public Optional<Ticket> ticket() {
            return Optional.of(place);
        }

        @Override
        public Optional<Instant> dueAt() {
            return Optional.of(until);
        }
    }

    /**
     * Waits for people.
     *
     * @param clauses what is still demanded, one for each hold rule that is not met
     * @param freshFrom the version from which on only votes have happened
     */
    record Held(Dossier dossier, List<ApprovalClause> clauses, Instant approveBy, long freshFrom)
            implements IntentState {
        public Held {
            clauses = List.copyOf(clauses);
        }

        @Override
        public String name() {
            return "HELD";
        }

        /** Something other than a vote has happened: whoever decides must have seen it. */
        @Override
        public IntentState with(Dossier changed) {
            return new Held(changed, clauses, approveBy, changed.version());
        }

        /** One vote more. */
        IntentState voted(Dossier changed) {
            return new Held(changed, clauses, approveBy, freshFrom);
        }

        @Override
        public List<Timer> timers() {
            return Timers.and(dossier, new Timer(TimerName.APPROVE_BY, approveBy.plus(GRACE)));
        }

        @Override
        public Optional<Instant> dueAt() {
            return Optional.of(approveBy);
        }
    }

    /** Handed to its action's topic; its last attempt has not begun. */
    record Approved(Dossier dossier) implements IntentState {
        @Override
        public String name() {
            return "APPROVED";
        }

        @Override
        public Instant began() {
            return current().approvedAt();
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Approved(changed);
        }

        @Override
        public List<Timer> timers() {
            return List.of(new Timer(TimerName.START_BY, current().startBy().plus(GRACE)));
        }

        Attempt current() {
            return dossier.attempts().getLast();
        }
    }

    /** An executor runs it. */
    record Running(Dossier dossier) implements IntentState {
        @Override
        public String name() {
            return "RUNNING";
        }

        @Override
        public Instant began() {
            var startedAt = current().startedAt();
            return startedAt == null ? dossier.since() : startedAt;
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Running(changed);
        }

        @Override
        public List<Timer> timers() {
            return List.of(new Timer(TimerName.LEASE, leaseUntil().plus(GRACE)));
        }

        Attempt current() {
            return dossier.attempts().getLast();
        }

        private Instant leaseUntil() {
            var until = current().leaseUntil();
            if (until == null) {
                throw new IllegalStateException("a running attempt has a lease");
            }
            return until;
        }
    }

    /**
     * Waits for its next attempt.
     *
     * @param at when that is due
     * @param since when it first waited
     */
    record Retrying(Dossier dossier, Instant at, Instant since) implements IntentState {
        @Override
        public String name() {
            return "RETRYING";
        }

        @Override
        public Instant began() {
            return since;
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Retrying(changed, at, since);
        }

        @Override
        public List<Timer> timers() {
            return Timers.and(
                    dossier, new Timer(TimerName.RETRY, at), new Timer(TimerName.GIVE_UP, since.plus(PATIENCE)));
        }

        @Override
        public Optional<Instant> dueAt() {
            return Optional.of(at);
        }
    }

    /**
     * The effect may have happened; nothing is tried again without a person, unless it turns out that it did not.
     *
     * @param probing how its executor is asked; none if the policy did not say that it can tell
     */
    record Unknown(Dossier dossier, @Nullable Probing probing) implements IntentState {
        @Override
        public String name() {
            return "UNKNOWN";
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Unknown(changed, probing);
        }

        @Override
        public List<Timer> timers() {
            var reviewBy = new Timer(TimerName.REVIEW_BY, dossier.since().plus(PATIENCE));
            var next = probing == null ? null : probing.next();
            return next == null ? List.of(reviewBy) : List.of(new Timer(TimerName.PROBE, next), reviewBy);
        }
    }

    /** Attempts used up, or failed for good. */
    record Dead(Dossier dossier) implements IntentState {
        @Override
        public String name() {
            return "DEAD";
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Dead(changed);
        }

        @Override
        public List<Timer> timers() {
            return List.of(new Timer(TimerName.REVIEW_BY, dossier.since().plus(PATIENCE)));
        }
    }

    /**
     * The end.
     *
     * @param replacedBy the intent that a reviewer made from it
     */
    record Ended(Dossier dossier, End end, @Nullable String replacedBy) implements IntentState {
        @Override
        public String name() {
            return end.name();
        }

        @Override
        public IntentState with(Dossier changed) {
            return new Ended(changed, end, replacedBy);
        }

        @Override
        public List<Timer> timers() {
            return List.of(new Timer(TimerName.FORGET, forgottenAt()));
        }

        @Override
        public boolean isForgottenBy(Instant now) {
            return !forgottenAt().isAfter(now);
        }

        private Instant forgottenAt() {
            return dossier.since().plus(MEMORY);
        }
    }

    /** How it may end. */
    enum End {
        SUCCEEDED,
        REJECTED,
        EXPIRED,
        CANCELLED,
        DISCARDED
    }

    /** Timers that several states share. */
    final class Timers {
        private Timers() {}

        private static List<Timer> and(Dossier dossier, Timer... own) {
            var timers = new ArrayList<>(List.of(own));
            var deadline = dossier.request().deadline();
            if (deadline != null) {
                timers.add(new Timer(TimerName.DEADLINE, deadline.plus(GRACE)));
            }
            return List.copyOf(timers);
        }
    }
}
