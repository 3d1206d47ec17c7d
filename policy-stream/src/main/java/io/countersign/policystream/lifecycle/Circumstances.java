package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.SessionStanding;
import io.countersign.policystream.session.SessionBook;
import java.time.Instant;

/**
 * Everything beside the intent that a decision may look at.
 *
 * @param now broker time: the highest append time that the partition has consumed
 * @param overrides the limits that operators have set for single owners
 * @param ledger the owner's balances; gathers what the decision changes
 * @param line who of the owner's intents waits for which budget
 * @param memory what the owner's approved intents have left behind
 * @param sessions the owner's sessions
 */
public record Circumstances(
        Instant now,
        Policy policy,
        Freezes freezes,
        Overrides overrides,
        Ledger ledger,
        Line line,
        Memory memory,
        SessionBook sessions) {

    boolean frozen(Request request) {
        return freezes.cover(request.tenant(), request.action(), now);
    }

    /** What the session that it names means for it: one that was decided before was in it then, and keeps it. */
    SessionStanding standing(Dossier dossier) {
        var request = dossier.request();
        if (request.session() == null) {
            return SessionStanding.NONE;
        }
        boolean accepted = dossier.version() > 0;
        return sessions.find(request.session())
                .map(session -> session.standing(request.agent(), accepted, now))
                .orElse(SessionStanding.UNKNOWN);
    }
}
