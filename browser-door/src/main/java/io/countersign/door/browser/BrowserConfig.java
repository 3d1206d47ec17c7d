package io.countersign.door.browser;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What differs between the services that people come to with a browser. */
@ConfigMapping(prefix = "countersign.browser")
public interface BrowserConfig {

    /** What the pages are called on the sign-in page, as in "the desk". */
    String place();

    /** The cookie that holds the session's token. Cookies know no ports: each service has one of its own. */
    String cookie();

    /** The client id at the provider, and in the tokens of those who sign in here. */
    String client();

    /** The secret of that client at the provider, if it is not a public one. */
    Optional<String> clientSecret();

    /** Where this service finds the issuer, if not at the address that it is named by: browsers may come another way. */
    Optional<String> provider();

    /** Where browsers find the pages, as {@code https://desk.example.com}; without it only on this machine, or the bound host. */
    Optional<String> address();

    /** The host that the service is bound to. */
    @WithDefault("127.0.0.1")
    String host();

    /** File with the development issuer's private JWK, for the sign-in page on loopback. */
    Optional<Path> devKey();

    /** How long somebody who signed in by the development page stays signed in. */
    @WithDefault("8h")
    Duration session();
}
