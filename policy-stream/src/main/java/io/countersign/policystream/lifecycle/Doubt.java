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
            if (attempt.began() && !deniesItsEffect(attempt)) {
                effect = Consequence.SideEffect.UNKNOWN;
            }
        }
        return effect;
    }

    /**
     * Of what its key protects, an executor that cannot tell says as well that it failed and may be tried again: unless it says
     * that there was no effect at all, and is the only one that has begun it, or was asked and has found none.
     */
    static boolean deniesItsEffect(Attempt attempt) {
        boolean leavesItOpen = attempt.idempotent() && attempt.end() == ReportStatus.FAILED_RETRYABLE;
        return attempt.isSettled() && (!leavesItOpen || attempt.found() || attempt.hadNoEffectAtAll());
    }
}
