package io.countersign.policystream.budget;

/**
 * A claim that did not fit.
 *
 * @param balance the window as it stood
 * @param queued true if it would have fitted, but others of the same owner are waiting for the budget already
 */
public record Shortage(Claim claim, Balance balance, boolean queued) {

    /** What the window still has. */
    public long left() {
        return Math.max(0, claim.limit() - balance.used());
    }
}
