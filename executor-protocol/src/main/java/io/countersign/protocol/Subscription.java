package io.countersign.protocol;

import io.countersign.contract.ActionGlob;

/**
 * Actions that an executor takes on.
 *
 * @param actions whose topics are read
 * @param inFlight how many attempts of one action may run at a time in one process, those that wait for their handler's leave
 *     included; further ones wait without holding back other actions
 */
public record Subscription(ActionGlob actions, int inFlight) {

    public Subscription {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight " + inFlight + " is below 1");
        }
    }

    /** The actions of this name or glob, 32 attempts of each at a time. */
    public static Subscription to(String actions) {
        return new Subscription(new ActionGlob(actions), 32);
    }
}
