package io.countersign.door;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a token say who has it: providers call them by names of their own. A name is a claim's, or, if there is no
 * such claim, a path of members with dots between them, as {@code realm_access.roles}.
 */
public record ClaimNames(String tenant, String user, String agent, String team, String groups) {
    /** The names that everything behind the verification knows. */
    public static final ClaimNames OWN = new ClaimNames("tenant", "sub", "azp", "team", "groups");

    private static final String SEPARATOR = " ";

    public ClaimNames {
        if (List.of(tenant, user, agent, team, groups).stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the name of a claim must not be blank");
        }
    }

    /** As they were set. */
    public static ClaimNames of(IdentityConfig config) {
        var claims = config.claims();
        return new ClaimNames(claims.tenant(), claims.user(), claims.agent(), claims.team(), claims.groups());
    }

    /**
     * Gives verified claims our own names. What has one of them at the provider, but is not meant by it, is not what we
     * mean either, and goes. Groups that are one text are a list of words.
     */
    void translate(JwtClaims claims) {
        var said = new HashMap<String, @Nullable Object>();
        said.put(OWN.tenant, find(claims, tenant));
        said.put(OWN.user, find(claims, user));
        said.put(OWN.agent, find(claims, agent));
        said.put(OWN.team, find(claims, team));
        said.put(OWN.groups, words(find(claims, groups)));
        said.forEach((name, value) -> {
            if (value == null) {
                claims.unsetClaim(name);
            } else {
                claims.setClaim(name, value);
            }
        });
    }

    private static @Nullable Object find(JwtClaims claims, String name) {
        if (claims.hasClaim(name)) {
            return claims.getClaimValue(name);
        }
        Object found = claims.getClaimsMap();
        for (var member : name.split("\\.", -1)) {
            found = found instanceof Map<?, ?> object ? object.get(member) : null;
        }
        return found;
    }

    private static @Nullable Object words(@Nullable Object groups) {
        return groups instanceof String text
                ? Arrays.stream(text.split(SEPARATOR))
                        .filter(word -> !word.isEmpty())
                        .toList()
                : groups;
    }
}
