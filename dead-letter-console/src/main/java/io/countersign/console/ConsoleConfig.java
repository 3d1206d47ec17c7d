package io.countersign.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The desk's settings. */
@ConfigMapping(prefix = "countersign")
public interface ConsoleConfig {

    /** URL of the schema registry's Confluent API. */
    @WithDefault("http://127.0.0.1:8081/apis/ccompat/v7")
    String registry();

    /** True on a developer's machine: without it, tokens of the development issuer are not accepted. */
    @WithDefault("false")
    boolean development();

    /** The issuer whose tokens are accepted. */
    @WithDefault("countersign-dev")
    String issuer();

    /** The audience that a token must name. */
    @WithDefault("countersign")
    String audience();

    /** File with the development issuer's private JWK, for the sign-in page on loopback. */
    Optional<Path> devKey();

    /** The desk's own settings. */
    Console console();

    /** What only the desk knows. */
    interface Console {
        /** How long the broker may take to accept a command. */
        @WithDefault("10s")
        Duration acknowledgeWithin();

        /** How long a command's answer is waited for. */
        @WithDefault("5s")
        Duration answerWithin();

        /** How long a page waits for the row to show what an answer said. */
        @WithDefault("2s")
        Duration showWithin();

        /** How many letters a page of the list shows. */
        @WithDefault("50")
        int pageSize();

        /** How long somebody who signed in by the development page stays signed in. */
        @WithDefault("8h")
        Duration session();
    }
}
