package io.countersign.policystream.session;

import io.countersign.contract.Limits;
import io.countersign.policystream.policy.SessionStanding;
import io.countersign.policystream.policy.TaskGrant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that a user opened, as long as it is remembered.
 *
 * @param agent the only agent that may use it; none means any of the owner's
 * @param client the client that opened it
 * @param digest hex SHA-256 of all that was asked for
 * @param until from this broker time on it takes no new intents
 * @param revoked true if its user ended it
 */
public record OpenedSession(
        String id,
        @Nullable String agent,
        List<TaskGrant> grants,
        String client,
        String digest,
        Instant until,
        boolean revoked) {

    public OpenedSession {
        grants = List.copyOf(grants);
    }

    /** What its user made of it. */
    public String name() {
        return revoked ? "REVOKED" : "OPENED";
    }

    /** True while it takes new intents. */
    public boolean isOpen(Instant now) {
        return !revoked && now.isBefore(until);
    }

    /** When nothing may depend on it any more: the intents that it took had so long to be decided. */
    public Instant forgottenAt() {
        return until.plus(Limits.REMEMBERED);
    }

    /**
     * What it means for an intent of this agent.
     *
     * @param accepted true if it took the intent before: that one keeps it when its time is over, but not when its user
     *     ended it
     */
    public SessionStanding standing(String asking, boolean accepted, Instant now) {
        boolean bound = agent != null && !agent.equals(asking);
        boolean counts = accepted ? !revoked : isOpen(now);
        return counts && !bound ? new SessionStanding.Opened(grants) : SessionStanding.UNKNOWN;
    }

    OpenedSession revokedNow() {
        return new OpenedSession(id, agent, grants, client, digest, until, true);
    }
}
