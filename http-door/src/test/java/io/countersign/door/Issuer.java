package io.countersign.door;

import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwt.JwtClaims;

/** The development issuer, for the tests of a door that nothing stands behind. */
public final class Issuer implements QuarkusTestResourceLifecycleManager {
    private static final String KEYS = "test.keys";

    @Override
    public Map<String, String> start() {
        try {
            var keys = Files.createTempDirectory(Path.of("target"), "keys").toAbsolutePath();
            var identity = DevelopmentIdentity.in(keys);
            return Map.of(
                    KEYS,
                    keys.toString(),
                    "COUNTERSIGN_ISSUER",
                    DevelopmentIdentity.ISSUER,
                    "COUNTERSIGN_DEVELOPMENT",
                    "true",
                    "COUNTERSIGN_JWKS",
                    identity.publicKeys().toString(),
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the keys", e);
        }
    }

    static String token(TokenRequest request) {
        return identity().token(request);
    }

    /** A token that is valid and says nothing about who has it. */
    static String namelessToken() {
        return identity().sign(claims());
    }

    /** A token of ana's whose roles are whatever is said. */
    static String tokenWithGroups(Object groups) {
        return tokenWith(Map.of("tenant", "acme", "azp", "bot", "groups", groups));
    }

    /** A token of ana's that says this too. */
    static String tokenWith(Map<String, Object> said) {
        return tokenWith(claims -> said.forEach(claims::setClaim));
    }

    /** A token of ana's, changed. */
    static String tokenWith(Consumer<JwtClaims> change) {
        var claims = claims();
        change.accept(claims);
        return identity().sign(claims);
    }

    private static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setIssuer(DevelopmentIdentity.ISSUER);
        claims.setAudience(DevelopmentIdentity.AUDIENCE);
        claims.setSubject("ana");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        return claims;
    }

    private static DevelopmentIdentity identity() {
        return DevelopmentIdentity.in(Path.of(ConfigProvider.getConfig().getValue(KEYS, String.class)));
    }

    @Override
    public void stop() {
        // Keys in the build folder are in nobody's way.
    }
}
