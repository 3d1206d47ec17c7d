package io.countersign.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Sha256;
import io.countersign.v1.ApprovedIntent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the present schemas as a released version, and the vectors that hold records of it. No test: it runs only if it
 * is asked for by name (see schemas/README.md).
 */
class ReleaseWriter {
    /** The key of RFC 8037's examples: known to all, so good for nothing else. */
    private static final String EXAMPLE_KEY = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    private final Path version = Path.of("released", System.getProperty("countersign.release", ""));
    private final ObjectMapper json = new ObjectMapper();

    @Test
    @EnabledIfSystemProperty(named = "countersign.release", matches = "[0-9]+")
    void write() throws IOException {
        Files.createDirectories(version);
        for (var schema : RecordTypes.bySubject().values()) {
            write(version.resolve(schema.getName() + ".avsc"), schema.toString());
        }
        write(VectorFile.RECORDS.path(), records().toString());
        write(VectorFile.SIGNATURES.path(), signatures().toString());
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, json.readTree(text).toPrettyString() + "\n");
    }

    private ObjectNode records() {
        var file = JsonNodeFactory.instance.objectNode();
        file.put(
                "about",
                "RFC 8785 text of records, and its SHA-256: of an event without its hash, of a content whole.");
        var vectors = file.putArray("records").addAll(ofOtherVersions(VectorFile.RECORDS, "records"));
        vectors.add(hashed(Records.intent()));
        vectors.add(hashed(Records.outcome()));
        vectors.add(hashed(Records.event(), "hash"));
        vectors.add(hashed(Records.content()));
        return file;
    }

    /** What was released stays: records of earlier versions lie on topics, and have to verify. */
    private List<JsonNode> ofOtherVersions(VectorFile file, String name) {
        return file.vectors(name)
                .filter(vector -> !Path.of(vector.path("schema").asText()).startsWith(version))
                .toList();
    }

    private ObjectNode hashed(IndexedRecord record, String... leftOut) {
        var text = RecordJson.of(record, leftOut);
        var vector = record(record).put("text", text).put("sha256", Sha256.hex(text));
        List.of(leftOut).forEach(vector.putArray("leftOut")::add);
        return vector;
    }

    private ObjectNode signatures() throws IOException {
        var signer = new ApprovalSigner(
                new Ed25519PrivateKeyParameters(Base64.getUrlDecoder().decode(EXAMPLE_KEY)));
        var file = JsonNodeFactory.instance.objectNode();
        file.put("about", "Ed25519 over the RFC 8785 text of an approval without its signature.");
        file.set("jwks", json.readTree(signer.verifier().toJwkSet()));
        var vectors = file.putArray("approvals").addAll(ofOtherVersions(VectorFile.SIGNATURES, "approvals"));
        vectors.add(approval(signer.sign(Records.approved()), "VALID"));
        var changed = signer.sign(Records.approved());
        changed.setParameters(changed.getParameters().replace("99.99", "99.98"));
        vectors.add(approval(changed, "INVALID"));
        var unknown = signer.sign(Records.approved());
        unknown.setKeyId("nobodys-key");
        vectors.add(approval(unknown, "UNKNOWN_KEY"));
        return file;
    }

    private ObjectNode approval(ApprovedIntent approval, String verdict) {
        return record(approval)
                .put("text", new String(ApprovalVerifier.signedText(approval), UTF_8))
                .put("verdict", verdict);
    }

    private ObjectNode record(IndexedRecord record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "schema",
                        version.resolve(record.getSchema().getName() + ".avsc").toString())
                .put("avro", Base64.getUrlEncoder().withoutPadding().encodeToString(Records.body(record)));
    }
}
