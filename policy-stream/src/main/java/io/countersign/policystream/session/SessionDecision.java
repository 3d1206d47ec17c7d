package io.countersign.policystream.session;

import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an order. */
public sealed interface SessionDecision {

    /** The session is now like this. */
    record Changed(OpenedSession session) implements SessionDecision {}

    /** It is so already. */
    record Unchanged() implements SessionDecision {}

    /**
     * Nothing happened.
     *
     * @param code the first reason's
     * @param opensAt when trying again makes sense
     */
    record Refused(
            String code, List<Reason> reasons, @Nullable Instant opensAt) implements SessionDecision {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
