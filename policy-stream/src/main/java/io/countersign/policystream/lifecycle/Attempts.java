package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.RetrySchedule;
import org.jspecify.annotations.Nullable;

/**
 * How far an intent has come with its attempts.
 *
 * @param begun how many have begun
 * @param allowed how many may begin, unless a person grants more
 */
public record Attempts(int begun, int allowed) {

    /** As the policy has it now; none of an intent that was never handed over. */
    static @Nullable Attempts of(Dossier dossier, Policy policy) {
        var last = dossier.lastAttempt().orElse(null);
        if (last == null) {
            return null;
        }
        int earlier = dossier.begun() - (last.began() ? 1 : 0);
        int scheduled = last.granted() || !last.idempotent()
                ? earlier + 1
                : policy.action(dossier.request().action())
                        .map(action -> action.retry().attempts())
                        .orElse(RetrySchedule.ONCE.attempts());
        return new Attempts(dossier.begun(), Math.max(dossier.begun(), scheduled));
    }
}
