package io.countersign.stack.identity;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issues the tokens of a development stack. Services accept its issuer in development only. */
public final class DevelopmentIdentity {

    public static final String ISSUER = "countersign-dev";
    public static final String AUDIENCE = "countersign";
    public static final Duration LIFETIME = Duration.ofHours(8);

    private static final int KEY_BITS = 2048;

    private final Path directory;
    private final RsaJsonWebKey key;

    private DevelopmentIdentity(Path directory, RsaJsonWebKey key) {
        this.directory = directory;
        this.key = key;
    }

    /** The identity whose key is in this folder; the key is made if there is none. */
    public static DevelopmentIdentity in(Path directory) {
        try {
            Files.createDirectories(directory);
            var identity = new DevelopmentIdentity(directory, key(directory));
            identity.publish();
            return identity;
        } catch (IOException | JoseException e) {
            throw new StackException("cannot use the keys in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static RsaJsonWebKey key(Path directory) throws IOException, JoseException {
        var file = privateKey(directory);
        if (!Files.exists(file)) {
            write(file, generate().toJson(OutputControlLevel.INCLUDE_PRIVATE));
        }
        return new RsaJsonWebKey(JsonUtil.parseJson(Files.readString(file)));
    }

    private static RsaJsonWebKey generate() throws JoseException {
        var key = RsaJwkGenerator.generateJwk(KEY_BITS);
        key.setUse("sig");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        return key;
    }

    /** Writes the whole key or nothing, readable by its owner only; a key that is there already stays. */
    private static void write(Path file, String json) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var draft = Files.createTempFile(file.getParent(), "key", ".tmp", mode);
        try {
            Files.writeString(draft, json);
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key is the key.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void publish() throws IOException {
        var json = new JsonWebKeySet(List.of(key)).toJson(OutputControlLevel.PUBLIC_ONLY);
        if (!Files.exists(publicKeys()) || !Files.readString(publicKeys()).equals(json)) {
            Files.writeString(publicKeys(), json);
        }
    }

    /** The file with the issuer's private JWK. */
    public Path privateKey() {
        return privateKey(directory);
    }

    private static Path privateKey(Path directory) {
        return directory.resolve("dev.json");
    }

    /** The file with the issuer's public JWK set, by which services verify tokens. */
    public Path publicKeys() {
        return directory.resolve("jwks.json");
    }

    /** A signed token, good for eight hours from now. */
    public String token(TokenRequest request) {
        return token(request, NumericDate.now());
    }

    private String token(TokenRequest request, NumericDate issuedAt) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(request.user());
        claims.setStringClaim("tenant", request.tenant());
        claims.setStringClaim("azp", request.agent());
        claims.setStringListClaim("groups", request.roles().stream().sorted().toList());
        if (request.team() != null) {
            claims.setStringClaim("team", request.team());
        }
        claims.setGeneratedJwtId();
        claims.setIssuedAt(issuedAt);
        claims.setNotBefore(issuedAt);
        claims.setExpirationTime(NumericDate.fromSeconds(issuedAt.getValue() + LIFETIME.toSeconds()));
        return sign(claims);
    }

    /** A token with any claims, for tests of what services refuse. */
    public String sign(JwtClaims claims) {
        try {
            var signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setKey(key.getPrivateKey());
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setHeader("typ", "JWT");
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new StackException("cannot sign a token: " + e.getMessage(), e);
        }
    }
}
