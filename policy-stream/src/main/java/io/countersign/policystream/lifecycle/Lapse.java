package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
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

    private final Circumstances around;
    private final Entering entering;

    Lapse(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    /** The attempt never began, and its hold has been returned. A freeze is nobody's failure and is not counted. */
    Decision neverBegan(
            Turn turn, Dossier dossier, Attempt attempt, List<Reason> reasons, boolean frozen, String actor) {
        if (dossier.cancelledBy() != null) {
            return entering.cancelled(turn, dossier, dossier.cancelledBy());
        }
        if (dossier.request().isPast(around.now())) {
            return entering.expired(turn, dossier);
        }
        if (frozen) {
            return retryIn(turn, dossier, Duration.ofSeconds(1), reasons, actor);
        }
        var counted = dossier.idledOnce(attempt.approvedAt());
        var idleSince = counted.idleSince() == null ? around.now() : counted.idleSince();
        boolean longEnough = !around.now().isBefore(idleSince.plus(LONGEST_IDLE));
        if (counted.idle() >= MOST_IDLE || longEnough || attempt.granted()) {
            var all = with(
                    reasons,
                    Because.of(
                            Code.NEVER_STARTED, "handed over " + counted.idle() + " times, and no executor began it"));
            return dead(turn, counted, all, Consequence.SideEffect.NONE, actor);
        }
        var wait = Backoff.after(schedule(dossier), dossier.request().id(), counted.idle(), null);
        return retryIn(turn, counted, wait, reasons, actor);
    }

    /** The attempt began and may be repeated if its action is idempotent and attempts are left. */
    Decision again(
            Turn turn,
            Dossier dossier,
            Attempt attempt,
            List<Reason> reasons,
            Consequence.SideEffect sideEffect,
            @Nullable Long retryAfterMillis,
            String actor) {
        var schedule = schedule(dossier);
        if (attempt.idempotent() && !attempt.granted() && dossier.begun() < schedule.attempts()) {
            var wait = Backoff.after(schedule, dossier.request().id(), dossier.begun(), retryAfterMillis);
            return retryIn(turn, dossier, wait, reasons, actor);
        }
        return dead(turn, dossier, with(reasons, Because.exhausted(dossier.begun())), sideEffect, actor);
    }

    Decision dead(Turn turn, Dossier dossier, List<Reason> reasons, Consequence.SideEffect sideEffect, String actor) {
        var next = entering.dead(dossier, reasons, actor);
        return turn.letter(Consequence.Category.FAILED, next.dossier(), sideEffect)
                .to(next);
    }

    private Decision retryIn(Turn turn, Dossier dossier, Duration wait, List<Reason> reasons, String actor) {
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
