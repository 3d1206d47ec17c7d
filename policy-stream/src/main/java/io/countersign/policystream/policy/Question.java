package io.countersign.policystream.policy;

import io.countersign.policystream.memory.Recollection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the rules may look at for one decision.
 *
 * @param parameters the RFC 8785 text of a JSON object
 * @param model expressions see {@code ''} if there is none
 * @param inputTokens as counted by the door; expressions see 0 if there are none
 * @param maxTokens expressions see 0 if there are none
 * @param session what the session that the intent names means for it
 * @param now broker time
 * @param remembered what was approved before; null if there is no intent yet, so that what asks for it fails
 * @param handedOver true if it was handed to an executor before: then no prepared answer is given any more
 */
public record Question(
        Principal principal,
        String action,
        String parameters,
        @Nullable String model,
        @Nullable Long inputTokens,
        @Nullable Long maxTokens,
        SessionStanding session,
        Instant now,
        @Nullable Recollection remembered,
        boolean handedOver) {

    /** A question of somebody of whom nothing was approved before, about what was never handed over. */
    public Question(
            Principal principal,
            String action,
            String parameters,
            @Nullable String model,
            @Nullable Long inputTokens,
            @Nullable Long maxTokens,
            SessionStanding session,
            Instant now) {
        this(principal, action, parameters, model, inputTokens, maxTokens, session, now, Recollection.NOTHING, false);
    }
}
