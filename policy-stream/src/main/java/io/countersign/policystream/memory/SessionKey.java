package io.countersign.policystream.memory;

import org.jspecify.annotations.Nullable;

/**
 * Names one of an owner's sessions.
 *
 * @param opened true if a user opened it; otherwise it is the implicit one of an agent
 * @param name the opened session's id, or the agent
 */
public record SessionKey(boolean opened, String name) {

    /** The session that an intent belongs to: the one that it names, or else its agent's implicit one. */
    public static SessionKey of(@Nullable String session, String agent) {
        return session == null ? new SessionKey(false, agent) : new SessionKey(true, session);
    }
}
