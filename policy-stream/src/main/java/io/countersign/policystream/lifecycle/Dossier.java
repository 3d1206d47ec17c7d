package io.countersign.policystream.lifecycle;

import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an intent in whatever state it is.
 *
 * @param version numbers its events, from 1
 * @param summary the action in words
 * @param attempts its hand-offs, in order
 * @param begun how many of them began
 * @param idle hand-offs that never began since one last did, freezes left out
 * @param idleSince when the first of those was approved, moved on by the time that a freeze took
 * @param metRules the demands of hold rules, as they stood, that people have met ({@link ApprovalClause#demand()})
 * @param votes who has approved it so far
 * @param cancelledBy who asked to end it, once somebody has
 * @param doubted true if an attempt that must not happen twice was reported, too late to decide, to have had its effect
 *     perhaps, and no person has decided since
 * @param code the present refusal's code
 * @param reasons of the latest decision
 * @param actor who made the latest decision
 * @param since when the state began, in broker time
 * @param trace what it has left behind, once it has been approved
 */
public record Dossier(
        Request request,
        long version,
        String summary,
        List<Attempt> attempts,
        int begun,
        int idle,
        @Nullable Instant idleSince,
        List<String> metRules,
        List<Input.Vote> votes,
        @Nullable String cancelledBy,
        boolean doubted,
        @Nullable String code,
        List<Reason> reasons,
        String actor,
        Instant since,
        @Nullable Trace trace) {

    public Dossier {
        attempts = List.copyOf(attempts);
        metRules = List.copyOf(metRules);
        votes = List.copyOf(votes);
        reasons = List.copyOf(reasons);
    }

    static Dossier opened(Request request, Instant now) {
        return new Dossier(
                request,
                0,
                request.action(),
                List.of(),
                0,
                0,
                null,
                List.of(),
                List.of(),
                null,
                false,
                null,
                List.of(),
                request.agent(),
                now,
                null);
    }

    /** The latest hand-off. */
    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** The hand-off of this number. */
    public Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(attempt -> attempt.number() == number).findFirst();
    }

    /** True if the hand-off of this number was given this lease: whoever reports with it was handed the attempt. */
    public boolean gave(int number, String lease) {
        return attempt(number)
                .filter(attempt -> attempt.lease(request).equals(lease))
                .isPresent();
    }

    /** The number of the next hand-off. */
    int nextAttempt() {
        return lastAttempt().map(Attempt::number).orElse(0) + 1;
    }

    boolean cancelNoted() {
        return cancelledBy != null;
    }

    /** True if an attempt reported that it had its effect. */
    boolean hasSucceeded() {
        return attempts.stream().anyMatch(attempt -> attempt.end() == ReportStatus.SUCCEEDED);
    }

    /** True if another attempt than this reported that it had its effect. */
    boolean hasSucceededBeside(Attempt one) {
        return attempts.stream()
                .anyMatch(attempt -> attempt.end() == ReportStatus.SUCCEEDED && attempt.number() != one.number());
    }

    /** A new decision: it replaces the refusal and the reasons of the one before. */
    Dossier decided(@Nullable String refusal, List<Reason> because, String by, Instant at) {
        var next = draft();
        next.version++;
        next.code = refusal;
        next.reasons = because;
        next.actor = by;
        next.since = at;
        return next.dossier();
    }

    /** One more event that leaves the present decision, its refusal and its reasons as they are. */
    Dossier noted(String by) {
        return decided(code, reasons, by, since);
    }

    Dossier summarized(String words) {
        var next = draft();
        next.summary = words;
        return next.dossier();
    }

    /**
     * With an attempt in its latest shape, or a new one. One that began ends the row of those that never did; the last one only
     * when another follows it, because until its end it may still be said that no call was made.
     */
    Dossier with(Attempt changed) {
        boolean follows = changed.number() == nextAttempt();
        boolean last = changed.number() == nextAttempt() - 1;
        boolean lastBegan = lastAttempt().filter(Attempt::began).isPresent();
        var next = draft();
        next.attempts.removeIf(attempt -> attempt.number() == changed.number());
        next.attempts.add(changed);
        next.attempts.sort(Comparator.comparingInt(Attempt::number));
        next.begun = (int) next.attempts.stream().filter(Attempt::began).count();
        if (follows ? lastBegan : !last && next.begun > begun) {
            next.idle = 0;
            next.idleSince = null;
        }
        return next.dossier();
    }

    /** One more hand-off came to nothing. */
    Dossier idledOnce(Instant approvedAt) {
        var next = draft();
        next.idle++;
        next.idleSince = idleSince == null ? approvedAt : idleSince;
        return next.dossier();
    }

    /** Time has passed that says nothing about executors. */
    Dossier excused(Duration span) {
        var next = draft();
        next.idleSince = idleSince == null ? null : idleSince.plus(span);
        return next.dossier();
    }

    Dossier voted(List<Input.Vote> all, List<String> met) {
        var next = draft();
        next.votes = all;
        next.metRules = met;
        return next.dossier();
    }

    Dossier cancelNoted(@Nullable String by) {
        var next = draft();
        next.cancelledBy = by;
        return next.dossier();
    }

    Dossier doubted(boolean yes) {
        var next = draft();
        next.doubted = yes;
        return next.dossier();
    }

    /** Approved for the first time, it leaves this behind. */
    Dossier leaving(Trace left) {
        var next = draft();
        next.trace = left;
        return next.dossier();
    }

    private Draft draft() {
        return new Draft(this);
    }

    /** A dossier while one of its next versions is written. */
    private static final class Draft {
        private final Request request;
        private long version;
        private String summary;
        private final List<Attempt> attempts;
        private int begun;
        private int idle;
        private @Nullable Instant idleSince;
        private List<String> metRules;
        private List<Input.Vote> votes;
        private @Nullable String cancelledBy;
        private boolean doubted;
        private @Nullable String code;
        private List<Reason> reasons;
        private String actor;
        private Instant since;
        private @Nullable Trace trace;

        Draft(Dossier from) {
            this.request = from.request;
            this.version = from.version;
            this.summary = from.summary;
            this.attempts = new ArrayList<>(from.attempts);
            this.begun = from.begun;
            this.idle = from.idle;
            this.idleSince = from.idleSince;
            this.metRules = from.metRules;
            this.votes = from.votes;
            this.cancelledBy = from.cancelledBy;
            this.doubted = from.doubted;
            this.code = from.code;
            this.reasons = from.reasons;
            this.actor = from.actor;
            this.since = from.since;
            this.trace = from.trace;
        }

        Dossier dossier() {
            return new Dossier(
                    request,
                    version,
                    summary,
                    attempts,
                    begun,
                    idle,
                    idleSince,
                    metRules,
                    votes,
                    cancelledBy,
                    doubted,
                    code,
                    reasons,
                    actor,
                    since,
                    trace);
        }
    }
}
