package io.countersign.policystream.lifecycle;

/** Automatic attempts: judged by freeze, deadline, catalogue and budget only. */
final class Retries {

    private final Circumstances around;
    private final Entering entering;

    Retries(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    Decision retry(IntentState.Retrying retrying) {
        var dossier = retrying.dossier();
        if (around.frozen(dossier.request())) {
            return Decision.unchanged(retrying);
        }
        var turn = new Turn(retrying, around);
        if (dossier.request().isPast(around.now())) {
            return entering.expired(turn, dossier);
        }
        return switch (new Judging(around).charge(dossier)) {
            case Ruling.Go go -> entering.approved(turn, dossier, go, Actors.BROKER, false);
            case Ruling.Wait wait ->
                turn.saying(wait.reasons())
                        .to(entering.retrying(dossier, wait.until(), retrying.since(), wait.reasons(), Actors.BROKER));
            case Ruling.Refuse refuse ->
                new Lapse(around)
                        .dead(
                                turn.saying(refuse.reasons()),
                                dossier,
                                refuse.reasons(),
                                Doubt.of(dossier),
                                Actors.BROKER);
            case Ruling.Ask ask -> throw new IllegalStateException("a charge asks nobody: " + ask.clauses());
        };
    }
}
