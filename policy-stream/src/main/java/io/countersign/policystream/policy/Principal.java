package io.countersign.policystream.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** On whose behalf an intent is made, as its token said at the door. */
public record Principal(
        String tenant, String user, @Nullable String team, String agent, List<String> roles) {

    public Principal {
        roles = List.copyOf(roles);
    }
}
