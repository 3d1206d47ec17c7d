package io.countersign.stack.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a development token speaks for.
 *
 * @param agent the client ({@code azp}) that acts for the user
 * @param team the user's team, if they have one
 * @param roles the {@code groups} claim
 */
public record TokenRequest(
        String tenant, String user, String agent, @Nullable String team, Set<String> roles) {

    /** The client of people: what it asks is asked by the user in person. */
    public static final String INTERACTIVE_CLIENT = "countersign-cli";

    public TokenRequest {
        if (tenant.isBlank() || user.isBlank() || agent.isBlank()) {
            throw new IllegalArgumentException("tenant, user and agent must not be blank");
        }
        roles = Set.copyOf(roles);
    }

    /** A person at the command line, with these roles. */
    public static TokenRequest person(String tenant, String user, String... roles) {
        return new TokenRequest(tenant, user, INTERACTIVE_CLIENT, null, Set.of(roles));
    }

    /** The same user through an agent. */
    public TokenRequest through(String client) {
        return new TokenRequest(tenant, user, client, team, roles);
    }
}
