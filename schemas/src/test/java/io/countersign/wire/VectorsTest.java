package io.countersign.wire;

import static io.countersign.wire.VectorFile.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.DerivedIds;
import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.IntentIds;
import io.countersign.contract.MalformedJson;
import io.countersign.contract.Owner;
import io.countersign.contract.Sha256;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed vectors, which other languages are held to as well: here, and once more in Node. */
class VectorsTest {
    static Stream<JsonNode> accepted() {
        return VectorFile.CANONICAL_JSON.vectors("accepted");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void json_has_its_canonical_text(JsonNode vector) throws Exception {
        assertThat(CanonicalJson.canonicalize(vector.path("json").asText())).isEqualTo(text(vector, "canonical"));
    }

    static Stream<JsonNode> refused() {
        return VectorFile.CANONICAL_JSON.vectors("refused");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void json_is_refused_with_its_code(JsonNode vector) {
        assertThatThrownBy(() -> CanonicalJson.canonicalize(vector.path("json").asText()))
                .isInstanceOf(MalformedJson.class)
                .extracting("code")
                .isEqualTo(Code.valueOf(vector.path("code").asText()));
    }

    static Stream<JsonNode> owners() {
        return VectorFile.OWNERS.vectors("owners");
    }

    @ParameterizedTest
    @MethodSource("owners")
    void an_owner_has_its_key_and_partitions(JsonNode vector) {
        var owner =
                new Owner(vector.path("tenant").asText(), vector.path("user").asText());

        assertThat(owner.key()).isEqualTo(text(vector, "key"));
        vector.path("partitions")
                .properties()
                .forEach(partition -> assertThat(owner.partition(Integer.parseInt(partition.getKey())))
                        .isEqualTo(partition.getValue().asInt()));
    }

    @Test
    void ids_follow_from_what_they_are_derived_of() {
        assertThat(VectorFile.IDS.read().path("namespace").asText()).isEqualTo(DerivedIds.NAMESPACE.toString());
        VectorFile.IDS
                .vectors("intents")
                .forEach(vector -> assertThat(IntentIds.derived(
                                new Owner(
                                        vector.path("tenant").asText(),
                                        vector.path("user").asText()),
                                vector.path("agent").asText(),
                                vector.path("idempotencyKey").asText()))
                        .isEqualTo(text(vector, "id")));
        VectorFile.IDS
                .vectors("idempotencyKeys")
                .forEach(vector -> assertThat(IdempotencyKey.of(
                                vector.path("tenant").asText(),
                                vector.path("user").asText(),
                                vector.path("id").asText()))
                        .isEqualTo(text(vector, "key")));
    }

    static Stream<JsonNode> capabilities() {
        return VectorFile.CAPABILITIES.vectors("capabilities");
    }

    @ParameterizedTest
    @MethodSource("capabilities")
    void capabilities_follow_from_the_nonce(JsonNode vector) {
        var nonce = HexFormat.of().parseHex(vector.path("nonce").asText());
        var lease = Capabilities.lease(nonce, vector.path("attempt").asInt());

        assertThat(lease).isEqualTo(text(vector, "lease"));
        assertThat(Capabilities.leaseHash(lease)).isEqualTo(text(vector, "leaseHash"));
        assertThat(HexFormat.of().formatHex(Capabilities.salt(nonce))).isEqualTo(text(vector, "salt"));
        assertThat(HexFormat.of()
                        .formatHex(Capabilities.derivedNonce(
                                nonce, vector.path("reviewId").asText())))
                .isEqualTo(text(vector, "derivedNonce"));
    }

    static Stream<JsonNode> digests() {
        return VectorFile.DIGESTS.vectors("digests");
    }

    @ParameterizedTest
    @MethodSource("digests")
    void an_intent_has_its_digest(JsonNode vector) {
        var intent = vector.path("intent");
        var maxTokens = text(intent, "maxTokens");

        var digest = IntentDigest.of(
                intent.path("action").asText(),
                intent.path("agent").asText(),
                maxTokens == null ? null : Long.valueOf(maxTokens),
                text(intent, "model"),
                requireNonNull(text(intent, "parameters")),
                intent.path("private").asBoolean(),
                text(intent, "session"),
                intent.path("tenant").asText(),
                intent.path("user").asText());

        assertThat(digest)
                .isEqualTo(text(vector, "digest"))
                .isEqualTo(Sha256.hex(vector.path("text").asText()));
    }

    static Stream<JsonNode> records() {
        return VectorFile.RECORDS.vectors("records");
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_record_has_its_text_and_hash(JsonNode vector) throws Exception {
        var leftOut = vector.path("leftOut").valueStream().map(JsonNode::asText).toArray(String[]::new);

        var canonical = RecordJson.of(VectorFile.record(vector), leftOut);

        assertThat(canonical).isEqualTo(text(vector, "text"));
        assertThat(Sha256.hex(canonical)).isEqualTo(text(vector, "sha256"));
    }

    static Stream<JsonNode> approvals() {
        return VectorFile.SIGNATURES.vectors("approvals");
    }

    @ParameterizedTest
    @MethodSource("approvals")
    void an_approval_verifies_or_does_not(JsonNode vector) throws Exception {
        var keys = VectorFile.SIGNATURES.read().path("jwks").toString();

        assertThat(ApprovalVerifier.ofJwkSet(keys).verify(VectorFile.record(vector)))
                .hasToString(text(vector, "verdict"));
    }

    @Test
    void node_agrees() throws Exception {
        var node = node();
        assumeTrue(node.isPresent() || "true".equals(System.getenv("CI")), "node is not installed");
        var check = node.orElseThrow(() -> new AssertionError("on CI, node has to be there"));

        assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).contains("all vectors hold");
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).isZero();
    }

    private static Optional<Process> node() {
        var script = VectorFile.DIRECTORY.resolve("check.mjs").toString();
        try {
            return Optional.of(
                    new ProcessBuilder("node", script).redirectErrorStream(true).start());
        } catch (IOException noNode) {
            return Optional.empty();
        }
    }
}
