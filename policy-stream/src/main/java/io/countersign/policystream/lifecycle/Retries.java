package io.countersign.policystream.lifecycle;

import java.time.Duration;

/** Automatic attempts: judged by freeze, deadline, catalogue and budget only. */
final class Retries {

    private final Circumstances around;
    private final Entering entering;

    Retries(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    /** A freeze leaves everything as it is: due timers stay due. So does a passed deadline: its own timer ends it. */
    Decision retry(IntentState.Retrying retrying) {
        var waited = retrying.dossier();
        if (around.frozen(waited.request()) || waited.request().isPast(around.now())) {
            return Decision.unchanged(retrying);
        }
        var turn = new Turn(retrying, around);
        if (entering.isOvertaken(waited)) {
            return entering.overtaken(turn, waited);
        }
        var dossier = waited.excused(Duration.between(retrying.at(), around.now()));
        return switch (new Judging(around).charge(dossier)) {
            case Ruling.Go go -> entering.approvedAgain(turn, dossier, go);
            case Ruling.Wait wait ->
                turn.to(entering.retrying(dossier, wait.until(), retrying.since(), wait.reasons(), Actors.BROKER));
            case Ruling.Refuse refuse -> new Lapse(around).dead(turn, dossier, refuse.reasons(), Actors.BROKER);
            case Ruling.Answer answer ->
                throw new IllegalStateException("an attempt is not replaced by " + answer.prepared());
            case Ruling.Ask ask -> throw new IllegalStateException("a charge asks nobody: " + ask.clauses());
        };
    }
}
