package io.countersign.console.desk;

import io.countersign.contract.ReviewerName;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the desk, as their token says.
 *
 * @param person whether a user acts through that client, and no agent
 */
public record Reviewer(String tenant, String user, @Nullable String client, boolean person, Set<String> roles) {
    public static final String REVIEWER = "countersign-reviewer";
    public static final String AUDITOR = "countersign-auditor";
    public static final String OPERATOR = "countersign-operator";

    public Reviewer {
        roles = Set.copyOf(roles);
    }

    public boolean reads() {
        return roles.contains(REVIEWER) || roles.contains(AUDITOR);
    }

    /** Whether this is somebody who decides: held intents wait for people, whatever roles an agent's token has. */
    public boolean acts() {
        return person && roles.contains(REVIEWER);
    }

    /** True if this person sees letters of every tenant and of none: an operator who may read. */
    public boolean seesAllTenants() {
        return roles.contains(OPERATOR);
    }

    /** A tenant's letters are seen by its own people; one that is nobody's, which may be anybody's, by operators alone. */
    public boolean sees(@Nullable String letterTenant) {
        return reads() && (seesAllTenants() || tenant.equals(letterTenant));
    }

    public boolean isIn(Collection<String> groups) {
        return groups.stream().anyMatch(roles::contains);
    }

    /** True if this person asked for it, or is the agent that did. */
    public boolean isRequesterOf(Request request) {
        return request.tenant().equals(tenant)
                && (request.user().equals(user) || request.agent().equals(user));
    }

    /** How votes and events about a letter of that tenant name this person. */
    public String nameIn(@Nullable String letterTenant) {
        return ReviewerName.of(letterTenant, tenant, user);
    }
}
