package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Reason;
import java.util.List;

/**
 * Reports that decide nothing any more. They change no state; what they used is booked to the attempt's own hold, and
 * what they did is told.
 */
final class LateReports {

    private final IntentState state;
    private final Input.Reported report;
    private final Circumstances around;
    private final Dossier dossier;

    LateReports(IntentState state, Input.Reported report, Circumstances around) {
        this.state = state;
        this.report = report;
        this.around = around;
        this.dossier = state.dossier();
    }

    Decision decide(Attempt attempt) {
        if (!report.status().isEnd()) {
            return new Decision(state, List.of(Consequence.Directed.refusing(dossier, report)));
        }
        boolean nothing = report.status() == ReportStatus.NOT_STARTED;
        if (nothing && !attempt.isDeniableBy(report.run())) {
            return Decision.unchanged(state);
        }
        var ended = attempt.found() ? overtaken(attempt) : ended(attempt);
        if (ended.equals(attempt)) {
            return Decision.unchanged(state);
        }
        var late = Because.withPassedOver(
                List.of(Because.of(
                        Code.LATE_OUTCOME,
                        "attempt " + attempt.number() + " reports " + report.status() + " too late to decide")),
                report);
        boolean doubt = ended.end() == ReportStatus.UNKNOWN && !attempt.idempotent();
        var next = state.with(
                dossier.with(ended).doubted(dossier.doubted() || doubt).noted(Actors.executor(report.executor())));
        var turn = new Turn(state, around).because(late).about(ended).reported(report);
        if (report.status() == ReportStatus.SUCCEEDED) {
            tell(turn, next, attempt, late);
        }
        return turn.to(next);
    }

    /** Of what was said to have had no effect at all, another execution begins: it is told to stop, and people that nobody knows now. */
    Decision begunAgain(Attempt attempt) {
        var doubtful = attempt.startedAgain();
        var next = state.with(dossier.with(doubtful).noted(Actors.executor(report.executor())));
        var late = List.of(Because.of(
                Fact.STARTED_AGAIN,
                "attempt " + attempt.number() + " is begun again after its end, and may have an effect now"));
        var turn = new Turn(state, around)
                .because(late)
                .about(doubtful)
                .reported(report)
                .then(Consequence.Directed.refusing(next.dossier(), report));
        return (next instanceof IntentState.Dead
                        ? turn.letter(Consequence.Category.FAILED, next.dossier(), late)
                        : turn)
                .to(next);
    }

    private Attempt ended(Attempt attempt) {
        var ledger = around.ledger();
        return report.status() == ReportStatus.NOT_STARTED
                ? attempt.ended(report.status(), ledger.release(attempt.holds()))
                : attempt.ended(report, ledger.settle(attempt.holds(), report.used()));
    }

    /**
     * Its executor has found its end before it told that itself. Who cannot tell knows less than was found, beside what was
     * used, and an effect that was found has happened, whatever failed on the way.
     */
    private Attempt overtaken(Attempt attempt) {
        if (report.status() == ReportStatus.UNKNOWN) {
            return report.used() == null
                    ? attempt
                    : attempt.holding(around.ledger().settle(attempt.holds(), report.used()));
        }
        var ended = ended(attempt);
        return attempt.end() == ReportStatus.SUCCEEDED ? attempt.ended(ReportStatus.SUCCEEDED, ended.holds()) : ended;
    }

    /** The effect is there: who is about to cause it again must stop, and people who believe otherwise must know. */
    private void tell(Turn turn, IntentState next, Attempt attempt, List<Reason> late) {
        var told = next.dossier();
        if (dossier.hasSucceededBeside(attempt)) {
            effectTwice(turn, told, "two attempts had their effect");
        }
        switch (next) {
            case IntentState.Approved approved -> turn.then(cancel(approved.current()));
            case IntentState.Running running -> turn.then(cancel(running.current()));
            case IntentState.Held held -> turn.heldLetter(held);
            case IntentState.Unknown ignored -> turn.letter(Consequence.Category.UNKNOWN, told, late);
            case IntentState.Dead ignored -> turn.letter(Consequence.Category.FAILED, told, late);
            case IntentState.Ended ended
            when ended.end() != IntentState.End.SUCCEEDED -> turn.letter(Consequence.Category.FAILED, told, late);
            case IntentState.Ended ignored -> {}
            case IntentState.Deferred ignored -> {}
            case IntentState.Retrying ignored -> {}
        }
    }

    private Consequence cancel(Attempt last) {
        return Consequence.Directed.toAll(dossier, last.number(), Consequence.Instruction.CANCEL);
    }

    static void effectTwice(Turn turn, Dossier dossier, String words) {
        turn.letter(Consequence.Category.FAILED, dossier, List.of(Because.of(Code.EFFECT_TWICE, words)));
    }
}
