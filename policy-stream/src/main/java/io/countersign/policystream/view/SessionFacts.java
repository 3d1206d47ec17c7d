package io.countersign.policystream.view;

import io.countersign.contract.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the events say of a session: everything but what it grants, which the order that opened it says.
 *
 * @param agent the only agent that may use it; none means any of the owner's
 * @param openedBy the client that opened it
 * @param until from this broker time on it takes no new intents
 * @param revoked true if its user ended it
 * @param partition the partition of {@code intents.sessions} that has the order
 * @param offset where the order is there
 */
public record SessionFacts(
        String owner,
        String id,
        @Nullable String agent,
        String openedBy,
        Instant until,
        boolean revoked,
        int partition,
        long offset) {

    /** True while it takes new intents. */
    public boolean isOpen(Instant now) {
        return !revoked && now.isBefore(until);
    }

    /**
     * When nobody may ask about it any more. Intents that it took may wait for so long beyond its time, and its user may end it
     * meanwhile: then they are not released.
     */
    Instant forgottenAt() {
        return until.plus(Limits.REMEMBERED);
    }

    /** The same, ended by its user. */
    SessionFacts ended() {
        return new SessionFacts(owner, id, agent, openedBy, until, true, partition, offset);
    }
}
