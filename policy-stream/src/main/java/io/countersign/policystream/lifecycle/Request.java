package io.countersign.policystream.lifecycle;

import io.countersign.contract.Owner;
import io.countersign.policystream.memory.Recollection;
import io.countersign.policystream.policy.Principal;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.policy.SessionStanding;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An intent as it was asked for: what never changes about it.
 *
 * @param parameters the RFC 8785 text of a JSON object
 * @param defer true if it would rather wait for its budget than be refused
 * @param nonce 32 bytes, the secret behind leases and salts
 * @param digest hex SHA-256 of what is asked for
 * @param parent the intent that a reviewer made this one from
 * @param traceparent the W3C trace context that it came with; carried, never looked at
 */
public record Request(
        String id,
        String tenant,
        String user,
        String agent,
        @Nullable String team,
        @Nullable String session,
        String action,
        String parameters,
        @Nullable String model,
        @Nullable Long maxTokens,
        @Nullable Long inputTokens,
        @Nullable String justification,
        boolean confidential,
        @Nullable Instant deadline,
        boolean defer,
        List<String> roles,
        @Nullable String replyTo,
        byte[] nonce,
        String digest,
        Instant submittedAt,
        @Nullable String parent,
        @Nullable String traceparent) {

    public Request {
        roles = List.copyOf(roles);
    }

    /** Whose intent it is. */
    public Owner owner() {
        return new Owner(tenant, user);
    }

    /** Who asks. */
    public Principal principal() {
        return new Principal(tenant, user, team, agent, roles);
    }

    /** True if the intent must not begin any more. */
    public boolean isPast(Instant now) {
        return deadline != null && !now.isBefore(deadline);
    }

    Question question(SessionStanding standing, Instant now, Recollection remembered, boolean handedOver) {
        return new Question(
                principal(), action, parameters, model, inputTokens, maxTokens, standing, now, remembered, handedOver);
    }

    /** Equal by value, the bytes of the nonce included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Request that && Arrays.equals(nonce, that.nonce) && rest().equals(that.rest());
    }

    @Override
    public int hashCode() {
        return Objects.hash(tenant, user, id, digest);
    }

    private List<@Nullable Object> rest() {
        return Arrays.asList(
                id,
                tenant,
                user,
                agent,
                team,
                session,
                action,
                parameters,
                model,
                maxTokens,
                inputTokens,
                justification,
                confidential,
                deadline,
                defer,
                roles,
                replyTo,
                digest,
                submittedAt,
                parent,
                traceparent);
    }
}
