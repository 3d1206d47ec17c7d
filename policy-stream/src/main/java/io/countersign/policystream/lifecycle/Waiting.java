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

    /**
     * Judges it in full, in its place in line. A freeze leaves everything as it is: due timers stay due. So does a
     * deadline that has passed: its own timer ends it.
     */
    Decision reconsider(IntentState.Deferred deferred) {
        var dossier = deferred.dossier();
        if (around.frozen(dossier.request()) || dossier.request().isPast(around.now())) {
            return Decision.unchanged(deferred);
        }
        var turn = new Turn(deferred, around);
        if (entering.isOvertaken(dossier)) {
            return entering.overtaken(turn, dossier);
        }
        long ticket = deferred.place().number();
        return switch (new Judging(around).inFull(dossier, ticket)) {
            case Ruling.Answer answer -> entering.answered(turn, dossier, answer, Actors.BROKER);
            case Ruling.Go go -> entering.approved(turn, dossier, go, Actors.BROKER);
            case Ruling.Ask ask -> entering.held(turn, dossier, ask, List.of(), Actors.BROKER);
            case Ruling.Refuse refuse -> entering.rejected(turn, dossier, refuse);
            case Ruling.Wait wait
            when isNews(wait, deferred) ->
                entering.deferred(turn, dossier, wait, ticket, deferred.since(), Actors.BROKER);
            case Ruling.Wait ignored -> Decision.unchanged(deferred);
        };
    }

    private static boolean isNews(Ruling.Wait wait, IntentState.Deferred deferred) {
        return !wait.until().equals(deferred.until())
                || !wait.budgets().equals(deferred.place().budgets());
    }
}
