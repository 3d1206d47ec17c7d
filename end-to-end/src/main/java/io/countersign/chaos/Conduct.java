package io.countersign.chaos;

import java.time.Duration;

/** Decides how the backend behaves. */
@FunctionalInterface
public interface Conduct {

    /** What the n-th call under this key meets, from 1. */
    Behaviour of(String key, int call);

    /** Every call is answered well. */
    static Conduct steady(Duration takes) {
        return (key, call) -> Behaviour.well(takes);
    }
}
