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
     * What an execution says is true of itself alone: of what its key protects, another one may have acted before it. And of that it
     * says as well that it failed and may be tried again when it cannot tell, unless it says that there was no effect at all. Who
     * was asked, and has found none, speaks for all.
     */
    static boolean deniesItsEffect(Attempt attempt) {
        boolean leavesItOpen = attempt.end() == ReportStatus.FAILED_RETRYABLE && !attempt.noEffect();
        boolean speaksForAll = attempt.found() || !attempt.idempotent() || (!attempt.again() && !leavesItOpen);
        return attempt.isSettled() && speaksForAll;
    }
}
