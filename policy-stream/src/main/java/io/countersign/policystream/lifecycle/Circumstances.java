package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.policy.Policy;
import java.time.Instant;

/**
 * Everything beside the intent that a decision may look at.
 *
 * @param now broker time: the highest append time that the partition has consumed
 * @param overrides the limits that operators have set for single owners
 * @param ledger the owner's balances; gathers what the decision changes
 * @param line who of the owner's intents waits for which budget
 * @param memory what the owner's approved intents have left behind
 */
public record Circumstances(
        Instant now, Policy policy, Freezes freezes, Overrides overrides, Ledger ledger, Line line, Memory memory) {

    boolean frozen(Request request) {
        return freezes.cover(request.tenant(), request.action(), now);
    }
}
