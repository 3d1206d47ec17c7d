package io.countersign.executor.gate;

import io.countersign.protocol.ApprovedAction;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Says when the call of an action may begin. Where a route leads to several providers each has a breaker of its own,
 * and the call waits only while none of those that could take it takes any. Safe for use by many threads.
 */
public interface Entrance {

    /** Leave for the action's call to begin; nothing while there is none. */
    Optional<Pass> tryEnter(ApprovedAction action);

    /** How long it makes no sense to ask again for this action; zero if nobody knows. */
    Duration pausedFor(ApprovedAction action);

    /** Whether calls go through, of one action or another. */
    Breaker.State state();

    /** The breakers behind it, by provider. */
    Map<String, Breaker> providers();

    /** The entrance of a route that has one breaker for all of its calls. */
    static Entrance of(Breaker breaker) {
        return new Entrance() {
            @Override
            public Optional<Pass> tryEnter(ApprovedAction action) {
                return breaker.tryEnter();
            }

            @Override
            public Duration pausedFor(ApprovedAction action) {
                return breaker.pausedFor();
            }

            @Override
            public Breaker.State state() {
                return breaker.state();
            }

            @Override
            public Map<String, Breaker> providers() {
                return Map.of();
            }
        };
    }
}
