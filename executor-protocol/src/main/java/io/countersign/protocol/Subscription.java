package io.countersign.protocol;

import io.countersign.contract.ActionGlob;

/**
 * Actions that an executor takes on.
 *
 * @param actions whose topics are read
 * @param inFlight how many attempts of one action may run at a time; further ones wait without holding back other actions
 */
public record Subscription(ActionGlob actions, int inFlight) {

    public Subscription {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight " + inFlight + " is below 1");
        }
    }

    /** As many as one instance runs where nobody said otherwise. */
    public static Subscription to(String actions) {
        return new Subscription(new ActionGlob(actions), 32);
    }
}
