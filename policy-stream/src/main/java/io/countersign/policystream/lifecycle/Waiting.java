package io.countersign.policystream.lifecycle;

import java.util.List;

/** What becomes of deferred intents when they are looked at again. */
final class Waiting {

    private final Circumstances around;
    private final Entering entering;

    Waiting(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    /** Judges it in full, in its place in line. A freeze leaves everything as it is: due timers stay due. */
    Decision reconsider(IntentState.Deferred deferred) {
        var dossier = deferred.dossier();
        if (around.frozen(dossier.request())) {
            return Decision.unchanged(deferred);
        }
        var turn = new Turn(deferred, around);
        var ruling = new Judging(around)
                .inFull(dossier, dossier.metRules(), deferred.place().number());
        return switch (ruling) {
            case Ruling.Go go -> entering.approved(turn, dossier, go, Actors.BROKER, false);
            case Ruling.Ask ask -> {
                var next = entering.held(dossier, ask, List.of(), Actors.BROKER);
                yield turn.heldLetter(next).saying(ask.reasons()).to(next);
            }
            case Ruling.Refuse refuse -> {
                var next = entering.ended(
                        dossier.summarized(refuse.summary()),
                        IntentState.End.REJECTED,
                        refuse.code(),
                        refuse.reasons(),
                        Actors.BROKER);
                yield turn.saying(refuse.reasons())
                        .letter(Consequence.Category.REJECTED, next.dossier(), Consequence.SideEffect.NONE)
                        .to(next);
            }
            case Ruling.Wait wait -> waitOn(turn, deferred, wait);
        };
    }

    private Decision waitOn(Turn turn, IntentState.Deferred deferred, Ruling.Wait wait) {
        boolean same = wait.until().equals(deferred.until())
                && wait.budgets().equals(deferred.place().budgets());
        if (same) {
            return Decision.unchanged(deferred);
        }
        var place = new IntentState.Ticket(deferred.place().number(), wait.budgets());
        return turn.saying(wait.reasons())
                .to(entering.deferred(deferred.dossier(), wait, place, deferred.since(), Actors.BROKER));
    }
}
