package io.countersign.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;

/**
 * Tells whether a policy-stream signed an approval. Safe for use by many threads.
 *
 * <p>A signature covers the fields of the writer's schema, so an approval that a newer broker wrote verifies only as a
 * record of that schema ({@link WireFormat#decodeAsWritten}).
 */
public final class ApprovalVerifier {
    /** What is to be said of a signature. */
    public enum Verdict {
        VALID,
        /** The key set may be out of date: fetch it again before believing it. */
        UNKNOWN_KEY,
        INVALID
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, PublicKey> keys;

    ApprovalVerifier(Collection<PublicKey> keys) {
        var byId = new LinkedHashMap<String, PublicKey>();
        keys.forEach(key -> byId.putIfAbsent(key.id(), key));
        this.keys = Collections.unmodifiableMap(byId);
    }

    /** Reads a JWK set (RFC 7517); keys that are not Ed25519's are of no use and left out. */
    public static ApprovalVerifier ofJwkSet(String json) {
        try {
            var keys = JSON.readTree(json).path("keys");
            if (!keys.isArray()) {
                throw new IllegalArgumentException("not a JWK set: it has no array \"keys\"");
            }
            return new ApprovalVerifier(keys.valueStream()
                    .filter(key -> key.path("crv").asText().equals("Ed25519"))
                    .map(PublicKey::read)
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JWK set", e);
        }
    }

    /** Verifies an {@code ApprovedIntent}, generated or generic. */
    public Verdict verify(IndexedRecord approval) {
        var key = keys.get(text(approval, "keyId"));
        if (key == null) {
            return Verdict.UNKNOWN_KEY;
        }
        try {
            var signature = Base64.getUrlDecoder().decode(text(approval, "signature"));
            return key.verifies(signedText(approval), signature) ? Verdict.VALID : Verdict.INVALID;
        } catch (IllegalArgumentException notBase64) {
            return Verdict.INVALID;
        }
    }

    /** With the keys of another set after these. */
    public ApprovalVerifier and(ApprovalVerifier others) {
        return new ApprovalVerifier(Stream.concat(keys.values().stream(), others.keys.values().stream())
                .toList());
    }

    public Set<String> keyIds() {
        return keys.keySet();
    }

    /** The public JWK set, as {@code GET /v1/keys} answers. */
    public String toJwkSet() {
        var array = JsonNodeFactory.instance.arrayNode();
        keys.values().forEach(key -> array.add(key.jwk()));
        return JsonNodeFactory.instance.objectNode().set("keys", array).toPrettyString();
    }

    /** The bytes that a signature covers: all fields but the signature. */
    static byte[] signedText(IndexedRecord approval) {
        return RecordJson.bytesOf(approval, "signature").toByteArray();
    }

    private static String text(IndexedRecord approval, String field) {
        return String.valueOf(approval.get(approval.getSchema().getField(field).pos()));
    }
}
