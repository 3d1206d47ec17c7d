package io.countersign.simulation.house;

import java.util.List;

/**
 * Who must agree before a held intent may run.
 *
 * @param groups roles of which a voter needs one; empty means any reviewer
 * @param within how long they have, in milliseconds
 */
public record Clause(String rule, List<String> groups, int quorum, long within) {

    public Clause {
        groups = List.copyOf(groups);
    }

    /** True if somebody with these roles may vote on it. */
    public boolean isFor(List<String> roles) {
        return groups.isEmpty() || groups.stream().anyMatch(roles::contains);
    }

    /** What is demanded of whom: votes for it do not count for another demand of the same rule. */
    public String demand() {
        return rule + ": " + quorum + " of " + groups;
    }
}
