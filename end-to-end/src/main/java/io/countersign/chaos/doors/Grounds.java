package io.countersign.chaos.doors;

import io.countersign.stack.identity.DevelopmentIdentity;
import java.net.URI;
import java.time.Duration;

/** Where visitors are: the services' addresses, who issues tokens, and what they talk with. */
public record Grounds(
        URI intake,
        URI policyStream,
        URI desk,
        DevelopmentIdentity identity,
        String tenant,
        RawHttp http,
        Inbox inbox) {

    /** How long anybody waits for anything. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);
}
