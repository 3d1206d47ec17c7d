package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.RetrySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows when an attempt ended without success. */
final class Lapse {

    /** How many hand-offs in a row may come to nothing. */
    static final int MOST_IDLE = 10;

    /** How long hand-offs in a row may come to nothing. */
    static final Duration LONGEST_IDLE = Duration.ofHours(1);

    /** The end of the freeze wakes it in any case. */
    private static final Duration WAIT_WHILE_FROZEN = Duration.ofSeconds(1);

    private final Circumstances around;
    private final Entering entering;

    Lapse(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    /**
     * The attempt never began, and its hold has been returned. A freeze is nobody's failure and is not counted; an
     * executor that says so while the broker knows of none is counted, so that it cannot do so for ever.
     */
    Decision neverBegan(
            Turn turn, Dossier dossier, Attempt attempt, List<Reason> reasons, boolean saysFrozen, String actor) {
        if (dossier.cancelledBy() != null) {
            return entering.cancelled(turn, dossier, dossier.cancelledBy());
        }
        if (dossier.request().isPast(around.now())) {
            return entering.expired(turn, dossier);
        }
        if (around.frozen(dossier.request())) {
            var excused = dossier.excused(Duration.between(attempt.approvedAt(), around.now()));
            return retryIn(turn, excused, WAIT_WHILE_FROZEN, reasons, actor);
        }
        var counted = dossier.idledOnce(attempt.approvedAt());
        if (counted.idle() >= MOST_IDLE || idledTooLong(counted) || (attempt.granted() && !saysFrozen)) {
            return dead(turn, counted, with(reasons, Because.idle(counted.idle())), actor);
        }
        var wait = Backoff.after(schedule(dossier), dossier.request().id(), counted.idle(), null);
        return retryIn(turn, counted, wait, reasons, actor);
    }

    private boolean idledTooLong(Dossier dossier) {
        var since = dossier.idleSince();
        return since != null && !around.now().isBefore(since.plus(LONGEST_IDLE));
    }

    /** The attempt began and may be repeated if its action is idempotent and attempts are left. */
    Decision again(
            Turn turn,
            Dossier dossier,
            Attempt attempt,
            List<Reason> reasons,
            @Nullable Long retryAfterMillis,
            String actor) {
        var schedule = schedule(dossier);
        if (attempt.idempotent() && !attempt.granted() && dossier.begun() < schedule.attempts()) {
            var wait = Backoff.after(schedule, dossier.request().id(), dossier.begun(), retryAfterMillis);
            return retryIn(turn, dossier, wait, reasons, actor);
        }
        return dead(turn, dossier, with(reasons, Because.notAgain(attempt, dossier.begun())), actor);
    }

    /** Nothing is tried any more: what the policy has prepared for that answers it, or a person has to look at it. */
    Decision dead(Turn turn, Dossier dossier, List<Reason> reasons, String actor) {
        if (entering.isOvertaken(dossier)) {
            return entering.overtaken(turn, dossier);
        }
        var failSafe = new Judging(around).failSafe(dossier);
        var all = new ArrayList<>(reasons);
        all.addAll(failSafe.reasons());
        var answer = failSafe.answer();
        if (answer != null) {
            return entering.answeredInstead(turn, dossier, answer, all, actor);
        }
        var next = entering.dead(dossier, all, actor);
        return turn.letter(Consequence.Category.FAILED, next.dossier()).to(next);
    }

    private Decision retryIn(Turn turn, Dossier dossier, Duration wait, List<Reason> reasons, String actor) {
        if (entering.isOvertaken(dossier)) {
            return entering.overtaken(turn, dossier);
        }
        var at = around.now().plus(wait);
        return turn.to(entering.retrying(dossier, at, around.now(), with(reasons, Because.retryAt(at)), actor));
    }

    private RetrySchedule schedule(Dossier dossier) {
        return around.policy()
                .action(dossier.request().action())
                .map(Action::retry)
                .orElse(RetrySchedule.ONCE);
    }

    private static List<Reason> with(List<Reason> reasons, Reason more) {
        var all = new ArrayList<>(reasons);
        all.add(more);
        return List.copyOf(all);
    }
}
