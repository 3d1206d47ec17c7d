package io.countersign.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 public key, named by its RFC 7638 thumbprint. */
final class PublicKey {
    private final Ed25519PublicKeyParameters key;
    private final String id;

    PublicKey(Ed25519PublicKeyParameters key) {
        this.key = key;
        this.id = thumbprint(x());
    }

    /** Reads an OKP JWK (RFC 8037); its {@code kid} is not believed but computed. */
    static PublicKey read(JsonNode jwk) {
        if (!jwk.path("kty").asText().equals("OKP") || !jwk.path("crv").asText().equals("Ed25519")) {
            throw new IllegalArgumentException("not an Ed25519 key: kty OKP and crv Ed25519 are expected");
        }
        var bytes = Base64.getUrlDecoder().decode(jwk.path("x").asText());
        if (bytes.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
        }
        return new PublicKey(new Ed25519PublicKeyParameters(bytes));
    }

    String id() {
        return id;
    }

    ObjectNode jwk() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", x())
                .put("kid", id)
                .put("use", "sig")
                .put("alg", "EdDSA");
    }

    boolean verifies(byte[] message, byte[] signature) {
        var verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private String x() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getEncoded());
    }

    private static String thumbprint(String x) {
        var members = new StringBuilder("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":");
        JsonText.appendString(members, x);
        var text = members.append('}').toString();
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
