package io.countersign.policystream.budget;

import java.time.Instant;

/**
 * A claim that did not fit.
 *
 * @param balance everything that counts against the limit, as it stood
 * @param queued true if it would have fitted, but others of the same owner are waiting for the budget already
 * @param opensAt when there is room for it, if nothing else is used until then
 */
public record Shortage(Claim claim, Balance balance, boolean queued, Instant opensAt) {

    /** What is still free. */
    public long left() {
        return Math.max(0, claim.limit() - balance.used());
    }
}
