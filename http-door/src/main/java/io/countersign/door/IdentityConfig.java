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

    /** Which claims say who has a token. */
    Claims claims();

    /** The names that the issuer has for what we ask of a token. */
    interface Claims {

        /** The tenant. */
        @WithDefault("tenant")
        String tenant();

        /** The user, who is the owner of what is asked for. */
        @WithDefault("sub")
        String user();

        /** The client that the token was given to. */
        @WithDefault("azp")
        String agent();

        /** The user's team. */
        @WithDefault("team")
        String team();

        /** The roles. */
        @WithDefault("groups")
        String groups();
    }

    /** Whether this is a developer's machine: tokens of the development issuer are good enough only there. */
    @WithDefault("false")
    boolean development();
}
