package io.countersign.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An action that policy has countersigned, its signature and digest verified.
 *
 * @param id the intent's, a uuid; unique for one tenant and user
 * @param tenant whose intent it is, as far as it can be trusted: from the token that the agent showed
 * @param user the person on whose behalf it is
 * @param agent what acts for the user
 * @param session the session in which it was approved, if in one
 * @param action its name
 * @param parameters the RFC 8785 text of a JSON object, byte for byte what was decided on
 * @param summary what it does, in words for people; by the policy, from the parameters
 * @param model the bundle's name of the model to ask, if the action asks one
 * @param maxTokens the most output tokens that the agent wanted
 * @param isPrivate that nothing of it may be kept: no cache, no log
 * @param attempt numbers the hand-offs of the intent, from 1
 * @param idempotencyKey the same for every attempt; pass it to the backend
 * @param timeout how long one call may take
 * @param startBy the broker time before which the call must have been announced; the library checks it
 * @param deadline for information: never compare it with a local clock
 * @param reservedTokens what is held of the budgets for it
 * @param maxOutputTokens the most output tokens that a model may produce; 0 if the action uses none
 * @param cache the scope of the response cache, user or shared; null if the answer must not be kept
 * @param cacheFor how long an answer may be kept; null if it must not
 * @param fallbacks models that may answer in the named one's place, in the order in which to try them
 * @param policyVersion the content hash of the bundle that decided
 * @param decisionId names the decision in the audit log
 * @param digest the hex SHA-256 of what was decided on
 * @param traceparent the W3C trace context that the approval carried
 */
public record ApprovedAction(
        String id,
        String tenant,
        String user,
        String agent,
        @Nullable String session,
        String action,
        String parameters,
        String summary,
        @Nullable String model,
        @Nullable Long maxTokens,
        boolean isPrivate,
        int attempt,
        boolean idempotent,
        String idempotencyKey,
        Duration timeout,
        Instant startBy,
        @Nullable Instant deadline,
        long reservedTokens,
        long maxOutputTokens,
        @Nullable String cache,
        @Nullable Duration cacheFor,
        List<String> fallbacks,
        String policyVersion,
        String decisionId,
        String digest,
        @Nullable String traceparent) {

    public ApprovedAction {
        fallbacks = List.copyOf(fallbacks);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(parameters, "parameters");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " is below 1");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
        }
    }
}
