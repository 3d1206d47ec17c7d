package io.countersign.policystream.policy;

import java.time.Duration;
import java.util.List;

/**
 * What a matching hold rule demands before the intent may run.
 *
 * @param rule the rule's name
 * @param groups roles of which a voter needs one; empty means any reviewer
 * @param quorum how many different people must approve, 1 or more
 * @param within how long they have
 */
public record ApprovalClause(String rule, List<String> groups, int quorum, Duration within) {

    public ApprovalClause {
        groups = List.copyOf(groups);
        if (quorum < 1) {
            throw new IllegalArgumentException("a quorum is at least 1, not " + quorum);
        }
    }

    /** What is demanded of whom, in one text: votes that met it do not meet the same rule once it demands otherwise. */
    public String demand() {
        return rule + ": " + quorum + " of " + groups;
    }
}
