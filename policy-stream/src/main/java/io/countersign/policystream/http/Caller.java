package io.countersign.policystream.http;

import io.countersign.contract.Owner;
import io.countersign.policystream.policy.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the verified token says.
 *
 * @param agent the client that speaks for the user
 * @param token the token itself, to be shown to another instance
 */
record Caller(Owner owner, String agent, @Nullable String team, List<String> roles, String token) {

    Principal principal() {
        return new Principal(owner.tenant(), owner.user(), team, agent, roles);
    }

    /** How the audit log names the caller. */
    String actor() {
        return owner.key();
    }
}
