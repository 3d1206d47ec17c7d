package io.countersign.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Whose tokens are believed. */
@ConfigMapping(prefix = "countersign.identity")
public interface IdentityConfig {

    /** Who issues the tokens. */
    Optional<String> issuer();

    /** The audience that a token must name. */
    @WithDefault("countersign")
    String audience();

    /** The issuer's JWK set: a file or a URL. */
    Optional<String> jwks();

    /** The clients through which people act for themselves; every other client is an agent. */
    @WithDefault("countersign-cli,countersign-console,countersign-playground")
    Set<String> interactiveClients();

    /** Whether this is a developer's machine: tokens of the development issuer are good enough only there. */
    @WithDefault("false")
    boolean development();
}
