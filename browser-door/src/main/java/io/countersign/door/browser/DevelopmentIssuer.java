package io.countersign.door.browser;

import io.countersign.door.IdentityConfig;
import io.countersign.door.IdentityRules;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** Issues tokens for the demo's people, on a developer's machine only. */
@ApplicationScoped
class DevelopmentIssuer {
    private final BrowserConfig config;
    private final IdentityConfig identity;

    DevelopmentIssuer(BrowserConfig config, IdentityConfig identity) {
        this.config = config;
        this.identity = identity;
    }

    /** True if this process may vouch for people that it does not know. */
    boolean isOpen() {
        return identity.development()
                && identity.issuer()
                        .filter(IdentityRules.DEVELOPMENT_ISSUER::equals)
                        .isPresent()
                && config.devKey().isPresent();
    }

    Duration session() {
        return config.session();
    }

    String token(DemoPerson person) {
        var key = key(config.devKey().orElseThrow());
        return Jwt.claims()
                .issuer(IdentityRules.DEVELOPMENT_ISSUER)
                .audience(identity.audience())
                .subject(person.user())
                .groups(Set.copyOf(person.roles()))
                .claim("tenant", person.tenant())
                .claim("azp", config.client())
                .expiresIn(session())
                .jws()
                .keyId(key.id().orElse(""))
                .sign(key.key());
    }

    private record SigningKey(PrivateKey key, Optional<String> id) {}

    private static SigningKey key(Path file) {
        try {
            var jwk = JsonWebKey.Factory.newJwk(Files.readString(file));
            if (jwk instanceof RsaJsonWebKey rsa && rsa.getRsaPrivateKey() != null) {
                return new SigningKey(rsa.getRsaPrivateKey(), Optional.ofNullable(jwk.getKeyId()));
            }
            throw new IllegalStateException("COUNTERSIGN_DEV_KEY is no private RSA key");
        } catch (IOException | JoseException e) {
            throw new IllegalStateException("COUNTERSIGN_DEV_KEY cannot be read", e);
        }
    }
}
