package io.countersign.door.identity;

import io.countersign.contract.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent that speaks for a user, as its token says and nothing else does. Roles are sorted. */
public record Caller(Owner owner, String agent, @Nullable String team, List<String> roles) implements Identification {

    public Caller {
        roles = roles.stream().sorted().distinct().toList();
    }

    /** Reads the claims {@code tenant}, {@code sub}, {@code azp}, {@code team} and {@code groups}; an empty one is none. */
    public static Identification identify(
            @Nullable String tenant,
            @Nullable String user,
            @Nullable String agent,
            @Nullable String team,
            Collection<String> roles) {
        if (tenant == null || tenant.isEmpty()) {
            return new Unidentified("the token has no tenant");
        }
        if (user == null || user.isEmpty()) {
            return new Unidentified("the token has no sub");
        }
        if (agent == null || agent.isEmpty()) {
            return new Unidentified("the token has no azp");
        }
        if (!isText(agent) || (team != null && !isText(team)) || !roles.stream().allMatch(Caller::isText)) {
            return new Unidentified("a claim of the token is not Unicode");
        }
        Optional<Owner> owner = Owner.of(tenant, user);
        if (owner.isEmpty()) {
            return new Unidentified("tenant and sub are not Unicode, or longer than " + Owner.MAX_BYTES
                    + " bytes together when percent-encoded");
        }
        return new Caller(owner.get(), agent, team == null || team.isEmpty() ? null : team, List.copyOf(roles));
    }

    private static boolean isText(String claim) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(claim);
    }
}
