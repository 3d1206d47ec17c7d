package io.countersign.policystream.policy.expression;

import java.util.Set;

/**
 * What an expression looks at of what was approved before.
 *
 * @param counters names of counters
 * @param counts actions whose count in the session it looks at by name
 * @param labels that it asks the session for by name
 * @param atAll true if it looks back, by name or otherwise
 */
public record LooksBack(Set<String> counters, Set<String> counts, Set<String> labels, boolean atAll) {

    static final LooksBack NOWHERE = new LooksBack(Set.of(), Set.of(), Set.of(), false);

    public LooksBack {
        counters = Set.copyOf(counters);
        counts = Set.copyOf(counts);
        labels = Set.copyOf(labels);
    }
}
