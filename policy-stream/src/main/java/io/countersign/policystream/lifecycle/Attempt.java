package io.countersign.policystream.lifecycle;

import io.countersign.contract.Capabilities;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Tariff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One hand-off of an intent to its executor.
 *
 * @param number from 1, never used again
 * @param holds what it may use, each in the window of its approval
 * @param timeout how long one call may take
 * @param startedAt append time of the first STARTED that counted
 * @param run the execution that counts now
 * @param leaseUntil until when it is taken to be running, once it has started
 * @param granted true if a reviewer granted it: no automatic attempt follows
 * @param refusedStart true if a STARTED came after the intent was cancelled
 * @param end how it ended, if that was reported or found
 * @param tariff what its tokens cost, as its approval knew it
 * @param executor the consumer group that it was handed to; not known of those of an earlier version
 * @param found true if the end is what its executor found when it was asked: what the attempt itself reports is yet to come
 * @param again true if another execution of it has begun after the first: what one of them says is not true of all
 * @param noEffect true if the execution that ended it says that it had no effect at all, not even one that its key makes harmless
 */
public record Attempt(
        int number,
        List<Hold> holds,
        boolean idempotent,
        boolean granted,
        Duration timeout,
        Instant approvedAt,
        Instant startBy,
        @Nullable Instant startedAt,
        @Nullable String run,
        @Nullable Instant leaseUntil,
        boolean refusedStart,
        @Nullable ReportStatus end,
        @Nullable Tariff tariff,
        @Nullable String executor,
        boolean found,
        boolean again,
        boolean noEffect) {

    /** How much longer than one call a lease lasts. */
    static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    public Attempt {
        holds = List.copyOf(holds);
    }

    /** The capability that this attempt's reports must carry. */
    public String lease(Request request) {
        return Capabilities.lease(request.nonce(), number);
    }

    /** The capability that answers to the question what became of it must carry. */
    public String probe(Request request) {
        return Capabilities.probe(request.nonce(), number);
    }

    /** True if it began: a STARTED counted, or an executor reported an end of it; unless it was then said that no call was made. */
    public boolean began() {
        return end == null ? startedAt != null : end != ReportStatus.NOT_STARTED;
    }

    /** True if it is said to have had no effect at all, and nobody else may have caused one. */
    boolean hadNoEffectAtAll() {
        return noEffect && !again;
    }

    /** True if it is known how it ended. {@code UNKNOWN} says the opposite, so that the truth may still follow. */
    boolean isSettled() {
        return end != null && end != ReportStatus.UNKNOWN;
    }

    /**
     * True if this execution may still say that it made no call: no end was reported, and no STARTED counted, or, of what must
     * not happen twice, this execution's own. Of anything else another execution may be under way.
     */
    boolean isDeniableBy(@Nullable String execution) {
        boolean ownStart = !idempotent && run != null && run.equals(execution);
        return end == null && (startedAt == null || refusedStart || ownStart);
    }

    /** True if it must not happen twice and another execution than this has begun it. */
    boolean isOfAnotherThan(@Nullable String execution) {
        return !idempotent && run != null && execution != null && !run.equals(execution);
    }

    Attempt started(Instant appendedAt, @Nullable String execution, boolean refused) {
        var since = startedAt == null ? appendedAt : startedAt;
        return with(
                holds,
                since,
                execution,
                leaseFrom(appendedAt),
                refused || refusedStart,
                end,
                found,
                startedAt != null,
                noEffect);
    }

    /** Another execution of it has begun, whatever becomes of that. */
    Attempt startedAgain() {
        return with(holds, startedAt, run, leaseUntil, refusedStart, end, found, true, noEffect);
    }

    Attempt renewed(Instant appendedAt) {
        return with(holds, startedAt, run, leaseFrom(appendedAt), refusedStart, end, found, again, noEffect);
    }

    /** It says itself how it ended. */
    Attempt ended(ReportStatus status, List<Hold> settled) {
        return with(settled, startedAt, run, leaseUntil, refusedStart, status, false, again, false);
    }

    /**
     * It says itself how it ended. That what its key protects had no effect at all is believed of the execution that began it, and
     * while its lease lives: a further one that begins by then is noted.
     */
    Attempt ended(Input.Reported report, List<Hold> settled) {
        boolean began = Objects.equals(run, report.run())
                && leaseUntil != null
                && report.appendedAt().isBefore(leaseUntil);
        boolean believed = idempotent && (startedAt == null || began);
        return with(
                settled,
                startedAt,
                run,
                leaseUntil,
                refusedStart,
                report.status(),
                false,
                again,
                believed && report.noEffect());
    }

    /** Its executor was asked, and says how it ended. */
    Attempt found(ReportStatus status, List<Hold> settled) {
        return with(settled, startedAt, run, leaseUntil, refusedStart, status, true, again, false);
    }

    Attempt holding(List<Hold> changed) {
        return with(changed, startedAt, run, leaseUntil, refusedStart, end, found, again, noEffect);
    }

    private Attempt with(
            List<Hold> changed,
            @Nullable Instant firstStarted,
            @Nullable String execution,
            @Nullable Instant until,
            boolean refused,
            @Nullable ReportStatus status,
            boolean byProbe,
            boolean twice,
            boolean none) {
        return new Attempt(
                number,
                changed,
                idempotent,
                granted,
                timeout,
                approvedAt,
                startBy,
                firstStarted,
                execution,
                until,
                refused,
                status,
                tariff,
                executor,
                byProbe,
                twice,
                none);
    }

    private Instant leaseFrom(Instant appendedAt) {
        var until = appendedAt.plus(timeout).plus(LEASE_MARGIN);
        return leaseUntil != null && leaseUntil.isAfter(until) ? leaseUntil : until;
    }
}
