package io.countersign.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose effect nobody knows: its executor went silent, or could not tell.
 *
 * @param id the intent's, a uuid; unique for one tenant and user
 * @param tenant whose intent it is
 * @param user the person on whose behalf it is
 * @param action its name
 * @param attempt the hand-off that is in doubt, from 1
 * @param idempotencyKey what the backend got with the call: look for this
 * @param traceparent the W3C trace context that the question carried
 */
public record ProbedAction(
        String id,
        String tenant,
        String user,
        String action,
        int attempt,
        String idempotencyKey,
        @Nullable String traceparent) {

    public ProbedAction {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " is below 1");
        }
    }
}
