package io.countersign.policystream.session;

import io.countersign.policystream.policy.TaskGrant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user wants with a session. */
public sealed interface SessionOrder {

    /** The session's id. */
    String id();

    /** The client that asks. */
    String client();

    /**
     * It is to be opened.
     *
     * @param agent the only agent that may use it; none means any of the owner's
     * @param digest hex SHA-256 of all that is asked for
     * @param appendedAt when the broker got it: its time begins there
     */
    record Open(
            String id,
            @Nullable String agent,
            List<TaskGrant> grants,
            String client,
            long ttlMillis,
            String digest,
            Instant appendedAt)
            implements SessionOrder {
        public Open {
            grants = List.copyOf(grants);
        }
    }

    /** It is to end now. */
    record End(String id, String client) implements SessionOrder {}
}
