package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
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
            return new Decision(
                    state,
                    List.of(new Consequence.Directed(
                            dossier, report.attempt(), Consequence.Instruction.REFUSED, null)));
        }
        var ledger = around.ledger();
        boolean nothing = report.status() == ReportStatus.NOT_STARTED;
        var holds = nothing ? ledger.release(attempt.holds()) : ledger.settle(attempt.holds(), report.used());
        var ended = attempt.ended(report.status(), holds);
        var reasons = List.of(Because.of(
                Code.LATE_OUTCOME,
                "attempt " + attempt.number() + " reports " + report.status() + " too late to decide"));
        var next = state.with(dossier.with(ended).noted(Actors.executor(report.executor())));
        var turn = new Turn(state, around).because(reasons).about(ended).reported(report);
        tell(turn, next, attempt);
        return turn.to(next);
    }

    private void tell(Turn turn, IntentState next, Attempt attempt) {
        var last = dossier.attempts().getLast();
        boolean another = last.number() != attempt.number() && last.end() == null;
        if (another && (state instanceof IntentState.Approved || state instanceof IntentState.Running)) {
            turn.then(new Consequence.Directed(dossier, last.number(), Consequence.Instruction.CANCEL, null));
        }
        if (report.status() != ReportStatus.SUCCEEDED) {
            return;
        }
        if (dossier.attempts().stream().anyMatch(other -> other.end() == ReportStatus.SUCCEEDED)) {
            effectTwice(turn, next.dossier());
        } else if (state instanceof IntentState.Ended) {
            turn.letter(Consequence.Category.FAILED, next.dossier(), Consequence.SideEffect.CONFIRMED);
        }
    }

    static void effectTwice(Turn turn, Dossier dossier) {
        var reasons = List.of(Because.of(Code.EFFECT_TWICE, "two attempts had their effect"));
        turn.letter(
                Consequence.Category.FAILED,
                dossier.decided(dossier.code(), reasons, dossier.actor(), dossier.since()),
                Consequence.SideEffect.CONFIRMED);
    }
}
