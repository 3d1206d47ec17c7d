package io.countersign.simulation.house;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks for.
 *
 * @param session the opened session that it names
 * @param parent the intent that a reviewer made this one from
 * @param deadline in milliseconds since the epoch
 */
public record Ask(
        String id,
        String tenant,
        String user,
        String agent,
        @Nullable String session,
        String action,
        long amount,
        @Nullable String model,
        long inputTokens,
        long maxTokens,
        @Nullable Long deadline,
        boolean defer,
        List<String> roles,
        @Nullable String parent) {

    public Ask {
        roles = List.copyOf(roles);
    }

    /** Whose it is. */
    public String owner() {
        return tenant + "/" + user;
    }

    /** True if a repeat of this one under the same id is the same intent: what the digest covers is equal. */
    public boolean isRepeatedBy(Ask other) {
        return owner().equals(other.owner())
                && agent.equals(other.agent)
                && Objects.equals(session, other.session)
                && action.equals(other.action)
                && amount == other.amount
                && maxTokens == other.maxTokens
                && Objects.equals(model, other.model);
    }

    /** True if it must not begin any more. */
    public boolean isPast(long now) {
        return deadline != null && deadline <= now;
    }

    /** The same work under the id that a reviewer's decision gives it; a deadline that has passed is not inherited. */
    public Ask successor(String successorId, long now) {
        var kept = isPast(now) ? null : deadline;
        return new Ask(
                successorId,
                tenant,
                user,
                agent,
                session,
                action,
                amount,
                model,
                inputTokens,
                maxTokens,
                kept,
                defer,
                roles,
                id);
    }
}
