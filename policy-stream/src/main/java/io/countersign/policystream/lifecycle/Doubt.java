package io.countersign.policystream.lifecycle;

/** Whether the outside world was changed, as far as the attempts tell. */
final class Doubt {

    private Doubt() {}

    static Consequence.SideEffect of(Dossier dossier) {
        var effect = Consequence.SideEffect.NONE;
        for (var attempt : dossier.attempts()) {
            if (attempt.end() == ReportStatus.SUCCEEDED) {
                return Consequence.SideEffect.CONFIRMED;
            }
            if (attempt.began() && !attempt.isSettled()) {
                effect = Consequence.SideEffect.UNKNOWN;
            }
        }
        return effect;
    }
}
