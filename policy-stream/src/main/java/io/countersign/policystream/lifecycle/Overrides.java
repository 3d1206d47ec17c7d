package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Claim;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits that operators have set for single owners, each in place of the one that the policy comes to. */
@FunctionalInterface
public interface Overrides {

    /** Nobody has a limit of their own. */
    Overrides NONE = (owner, budget) -> Optional.empty();

    /** The limit that was set for an owner's key in a budget, also one that has ended. */
    Optional<Limit> of(String ownerKey, String budget);

    /** The claim under the limit that counts: who a budget is not for has no claim, and nothing is set for them. */
    default Claim applied(String ownerKey, Claim claim, Instant now) {
        return of(ownerKey, claim.budget())
                .filter(limit -> limit.stands(now))
                .map(limit -> claim.limitedTo(limit.amount()))
                .orElse(claim);
    }

    /**
     * A limit that was set.
     *
     * @param until when it ends by itself, in broker time
     */
    record Limit(long amount, @Nullable Instant until) {

        public Limit {
            if (amount < 0) {
                throw new IllegalArgumentException("a limit is not negative: " + amount);
            }
        }

        boolean stands(Instant now) {
            return until == null || now.isBefore(until);
        }
    }
}
