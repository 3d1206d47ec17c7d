package io.countersign.policystream.budget;

import java.time.Instant;

/**
 * A hold that a decision closed.
 *
 * @param hold as it is now
 * @param placedAt when it was placed
 * @param began whether its attempt began: what never did says nothing of how much is used
 */
public record Closing(Hold hold, Instant placedAt, boolean began) {

    /** What it returned; negative if more was used than held. */
    long returned() {
        return hold.amount() - hold.settled();
    }
}
