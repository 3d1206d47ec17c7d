package io.countersign.policystream.policy;

import java.time.Duration;

/**
 * That answers of an action may be given again from the response cache.
 *
 * @param ttl how long after it was made
 */
public record Caching(Scope scope, Duration ttl) {

    /** To whom an answer may be given again. */
    public enum Scope {

        /** To the user alone who got it. */
        USER,

        /** To every user of the tenant. */
        SHARED
    }
}
