package io.countersign.door;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The keys of a provider, at an address: one for each algorithm, and one that is for encryption. */
public final class PlayedKeys implements QuarkusTestResourceLifecycleManager {
    static final String ISSUER = "https://id.example/realm";

    /** A verifier that has fetched the keys within this does not fetch them again: HttpsJwks of jose4j. */
    private static final Duration REPRIEVE = Duration.ofMillis(300);

    private static final List<PublicJsonWebKey> KEYS = new CopyOnWriteArrayList<>();
    private static volatile Instant fetched = Instant.MIN;

    private final HttpServer server;

    public PlayedKeys() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        for (var algorithm :
                List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")) {
            KEYS.add(key(algorithm, algorithm));
        }
        var encryption = key("encryption", "RSA-OAEP");
        encryption.setUse("enc");
        KEYS.add(encryption);
        server.createContext("/keys", exchange -> {
            var json = new JsonWebKeySet(KEYS)
                    .toJson(OutputControlLevel.PUBLIC_ONLY)
                    .getBytes(StandardCharsets.UTF_8);
            fetched = Instant.now();
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
        server.start();
        return Map.of(
                "COUNTERSIGN_ISSUER",
                ISSUER,
                "COUNTERSIGN_JWKS",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                "quarkus.http.test-port",
                "0");
    }

    private static PublicJsonWebKey key(String id, String algorithm) {
        try {
            var key = switch (algorithm) {
                case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                case "ES384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
                case "ES512" -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
                case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
                default -> RsaJwkGenerator.generateJwk(2048);
            };
            key.setKeyId(id);
            key.setAlgorithm(algorithm);
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the provider signs with this one too, which comes long enough after the last fetch to be looked for. */
    static void add(String id, String algorithm) {
        KEYS.add(key(id, algorithm));
        await().until(() -> Instant.now().isAfter(fetched.plus(REPRIEVE.multipliedBy(2))));
    }

    /** A token of ana's that is signed with a key, in a way that the key may not be for. */
    static String token(String keyId, String algorithm) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("account", "countersign");
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setIssuedAtToNow();
        claims.setGeneratedJwtId();
        claims.setExpirationTimeMinutesInTheFuture(5);
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "at+jwt");
        signature.setKey(KEYS.stream()
                .filter(key -> keyId.equals(key.getKeyId()))
                .findFirst()
                .orElseThrow()
                .getPrivateKey());
        return signature.getCompactSerialization();
    }

    @Override
    public void stop() {
        server.stop(0);
        KEYS.clear();
    }
}
