package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where nobody knows whether an attempt had its effect, its executor is asked first, and a person only when that has led to
 * nothing. Asking is reading: a freeze does not stop it, and who is asked begins nothing.
 */
final class Reconciling {

    private final Circumstances around;

    Reconciling(Circumstances around) {
        this.around = around;
    }

    /**
     * Nobody knows what became of the last attempt.
     *
     * @param fault what its executor said, if it did
     */
    Decision unknown(
            Turn turn, IntentState before, Dossier dossier, List<Reason> reasons, @Nullable Fault fault, String actor) {
        var attempt = dossier.attempts().getLast();
        var earlier = before instanceof IntentState.Unknown unknown ? unknown.probing() : null;
        var span = span(dossier).orElse(null);
        if (earlier != null) {
            var probing = earlier.saying(fault);
            var words = probing.isOver() ? Because.probed(attempt, probing) : Because.probing(attempt, probing.until());
            var next = entered(dossier, with(reasons, words), actor, probing);
            return (probing.isOver() ? turn.letter(Consequence.Category.UNKNOWN, next.dossier()) : turn).to(next);
        }
        if (span == null) {
            var next = entered(dossier, reasons, actor, null);
            return turn.letter(Consequence.Category.UNKNOWN, next.dossier()).to(next);
        }
        var probing = Probing.begun(around.now(), span, fault);
        var next = entered(dossier, with(reasons, Because.probing(attempt, probing.until())), actor, probing);
        return turn.then(question(next.dossier(), attempt)).to(next);
    }

    private IntentState.Unknown entered(
            Dossier dossier, List<Reason> reasons, String actor, @Nullable Probing probing) {
        return new IntentState.Unknown(dossier.decided(null, reasons, actor, around.now()), probing);
    }

    /** It is asked again; a person is asked if the time is over, or the policy says no longer that it can tell. */
    Decision due(IntentState.Unknown unknown) {
        var dossier = unknown.dossier();
        var attempt = dossier.attempts().getLast();
        var probing = unknown.probing();
        if (probing == null || probing.isOver()) {
            return Decision.unchanged(unknown);
        }
        if (span(dossier).isEmpty()) {
            var words = Because.probed(attempt, probing, "the policy says no longer that it can tell");
            return leftToPeople(unknown, attempt, probing.over(), words);
        }
        if (!around.now().isBefore(probing.until())) {
            return leftToPeople(unknown, attempt, probing.over(), Because.probed(attempt, probing));
        }
        return new Turn(unknown, around)
                .because(List.of(Because.of(Fact.PROBED, "its executor is asked again")))
                .about(attempt)
                .then(question(dossier, attempt))
                .to(new IntentState.Unknown(dossier.noted(Actors.BROKER), probing.askedOnce(around.now())));
    }

    private Decision leftToPeople(IntentState.Unknown unknown, Attempt attempt, Probing probing, Reason words) {
        var dossier = unknown.dossier();
        var reasons = with(dossier.reasons(), words);
        var told = dossier.decided(dossier.code(), reasons, Actors.BROKER, dossier.since());
        return new Turn(unknown, around)
                .about(attempt)
                .recalling(probing.fault())
                .letter(Consequence.Category.UNKNOWN, told)
                .to(new IntentState.Unknown(told, probing));
    }

    /**
     * The question that an answer about this attempt may answer; none if there is none: only of the last attempt, only
     * while nobody knows, and only where the policy in force still says that the executor can tell.
     */
    @Nullable
    Probing open(IntentState state, Attempt attempt) {
        boolean last = attempt.number() == state.dossier().attempts().getLast().number();
        return last
                        && state instanceof IntentState.Unknown unknown
                        && span(state.dossier()).isPresent()
                ? unknown.probing()
                : null;
    }

    /** The executor cannot tell. That is noted once for each time that it was asked, however many answer. */
    Decision undecided(IntentState state, Attempt attempt, Probing probing, Input.Reported answer) {
        if (probing.answered() >= probing.asked()) {
            return Decision.unchanged(state);
        }
        return new Turn(state, around)
                .because(List.of(Because.of(Fact.STILL_UNKNOWN, "its executor cannot tell")))
                .about(attempt)
                .to(new IntentState.Unknown(
                        state.dossier().noted(Actors.executor(answer.executor())), probing.undecided(answer.fault())));
    }

    private Optional<Duration> span(Dossier dossier) {
        return around.policy().action(dossier.request().action()).map(Action::reconcile);
    }

    private static Consequence.Directed question(Dossier dossier, Attempt attempt) {
        return Consequence.Directed.toAll(dossier, attempt.number(), Consequence.Instruction.PROBE);
    }

    /** What was said of asking before is said anew. */
    private static List<Reason> with(List<Reason> reasons, Reason asked) {
        var all = new ArrayList<>(reasons);
        all.removeIf(reason -> reason.code().equals(Fact.PROBED.name()));
        all.add(asked);
        return List.copyOf(all);
    }
}
