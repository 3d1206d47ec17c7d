package io.countersign.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

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

    /** Whether this is a developer's machine: tokens of the development issuer are good enough only there. */
    @WithDefault("false")
    boolean development();
}
