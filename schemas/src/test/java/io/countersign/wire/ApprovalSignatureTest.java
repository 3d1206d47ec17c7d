package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.v1.ApprovedIntent;
import io.countersign.wire.ApprovalVerifier.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalSignatureTest {
    private final ApprovalSigner signer = ApprovalSigner.create();
    private final ApprovalVerifier verifier =
            ApprovalVerifier.ofJwkSet(signer.verifier().toJwkSet());

    @Test
    void what_the_signer_signed_verifies() {
        var approval = signer.sign(Records.approved());

        assertThat(verifier.verify(approval)).isEqualTo(Verdict.VALID);
        assertThat(approval.getKeyId()).isEqualTo(signer.keyId());
        assertThat(approval.getSignature()).matches("[A-Za-z0-9_-]{86}");
    }

    @Test
    void no_field_can_be_changed_afterwards() {
        var schema = ApprovedIntent.SCHEMA$;
        for (var field : schema.getFields()) {
            if (field.name().equals("keyId") || field.name().equals("signature")) {
                continue;
            }
            var approval = signer.sign(Records.approved());
            approval.put(field.pos(), changed(approval.get(field.pos()), field.schema()));

            assertThat(verifier.verify(approval)).as(field.name()).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void another_keys_signature_is_invalid_and_an_unknown_key_is_said_to_be_unknown() {
        var other = ApprovalSigner.create();
        var forged = other.sign(Records.approved());

        assertThat(verifier.verify(forged)).isEqualTo(Verdict.UNKNOWN_KEY);
        forged.setKeyId(signer.keyId());
        assertThat(verifier.verify(forged)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void a_signature_that_is_none_is_invalid() {
        for (var signature : new String[] {"", "!", "AAAA", "A".repeat(86), "A".repeat(10_000)}) {
            var approval = signer.sign(Records.approved());
            approval.setSignature(signature);

            assertThat(verifier.verify(approval)).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void it_verifies_over_the_fields_of_the_writers_schema() throws Exception {
        var newer = new Schema.Parser()
                .parse(
                        RecordTypes.schemaOf(ApprovedIntent.class)
                                .toString()
                                .replace(
                                        "{\"name\":\"keyId\"",
                                        "{\"name\":\"zone\",\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"keyId\""));
        var approval = Records.approved();
        approval.setKeyId(signer.keyId());
        var record = new GenericRecordBuilder(newer);
        for (var field : newer.getFields()) {
            if (approval.getSchema().getField(field.name()) != null) {
                record.set(field, plain(approval.get(field.name())));
            }
        }
        var written = record.set("zone", "b").build();
        written.put("signature", signer.signatureOf(written));

        assertThat(verifier.verify(written)).isEqualTo(Verdict.VALID);
        written.put("zone", "c");
        assertThat(verifier.verify(written)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void a_record_that_went_over_the_wire_verifies() throws Exception {
        var body = Records.body(signer.sign(Records.approved()));

        var read = new GenericDatumReader<GenericRecord>(RecordTypes.schemaOf(ApprovedIntent.class))
                .read(null, DecoderFactory.get().binaryDecoder(body, null));

        assertThat(verifier.verify(read)).isEqualTo(Verdict.VALID);
    }

    @Test
    void the_jdks_own_ed25519_agrees() throws Exception {
        var approval = signer.sign(Records.approved());
        var jwk = new ObjectMapper()
                .readTree(signer.verifier().toJwkSet())
                .path("keys")
                .get(0);
        var x509 = HexFormat.of().parseHex("302a300506032b6570032100");
        var encoded = Arrays.copyOf(x509, 44);
        System.arraycopy(Base64.getUrlDecoder().decode(jwk.path("x").asText()), 0, encoded, 12, 32);
        var key = (EdECPublicKey) KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));

        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(ApprovalVerifier.signedText(approval));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(approval.getSignature())))
                .isTrue();
    }

    /** RFC 8037, appendix A.3. */
    @Test
    void a_key_id_is_the_rfc_7638_thumbprint() {
        var set = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"liar\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

        assertThat(ApprovalVerifier.ofJwkSet(set).keyIds())
                .containsExactly("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void other_kinds_of_keys_are_left_out_and_broken_sets_refused() {
        assertThat(ApprovalVerifier.ofJwkSet("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}")
                        .keyIds())
                .isEmpty();
        for (var broken : new String[] {
            "",
            "[]",
            "{}",
            "not json",
            "{\"keys\":1}",
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}]}",
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"?\"}]}"
        }) {
            assertThatThrownBy(() -> ApprovalVerifier.ofJwkSet(broken))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_key_is_made_once_readable_by_its_owner_alone(@TempDir Path directory) throws Exception {
        var file = directory.resolve("keys/signing.json");

        var first = ApprovalSigner.loadOrCreate(file);
        var second = ApprovalSigner.loadOrCreate(file);

        assertThat(second.keyId()).isEqualTo(first.keyId());
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(ApprovalVerifier.ofJwkSet(Files.readString(published(file))).verify(second.sign(Records.approved())))
                .isEqualTo(Verdict.VALID);
        assertThat(Files.readString(published(file))).doesNotContain("\"d\"");
        try (var files = Files.list(file.resolveSibling("."))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void processes_that_start_at_once_share_one_key(@TempDir Path directory) throws Exception {
        var file = directory.resolve("signing.json");
        try (var threads = Executors.newFixedThreadPool(8)) {
            var starts = new ArrayList<Callable<String>>();
            for (var i = 0; i < 8; i++) {
                starts.add(() -> ApprovalSigner.loadOrCreate(file).keyId());
            }

            var keys = new ArrayList<String>();
            for (var started : threads.invokeAll(starts)) {
                keys.add(started.get());
            }

            assertThat(keys).containsOnly(ApprovalSigner.loadOrCreate(file).keyId());
        }
    }

    @Test
    void what_the_last_key_signed_still_verifies(@TempDir Path directory) throws Exception {
        var file = directory.resolve("signing.json");
        var signedBefore = ApprovalSigner.loadOrCreate(file).sign(Records.approved());
        Files.delete(file);

        var signedAfter = ApprovalSigner.loadOrCreate(file).sign(Records.approved());

        var published = ApprovalVerifier.ofJwkSet(Files.readString(published(file)));
        assertThat(published.verify(signedBefore)).isEqualTo(Verdict.VALID);
        assertThat(published.verify(signedAfter)).isEqualTo(Verdict.VALID);
        assertThat(signedAfter.getKeyId()).isNotEqualTo(signedBefore.getKeyId());
    }

    @Test
    void a_file_that_holds_no_key_is_named(@TempDir Path directory) throws Exception {
        var file = directory.resolve("signing.json");
        for (var broken : new String[] {
            "",
            "{}",
            "{\"d\": not json",
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AA\",\"x\":\"AA\"}",
            // RFC 8037's private key with another's public one.
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                    + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQo\"}"
        }) {
            Files.writeString(file, broken);

            assertThatThrownBy(() -> ApprovalSigner.loadOrCreate(file)).hasMessageContaining("signing.json");
        }
    }

    private static Path published(Path file) {
        return file.resolveSibling("signing.json.public.json");
    }

    private static Object changed(Object value, Schema schema) {
        return switch (value) {
            case null -> present(schema.getTypes().get(1));
            case String text -> text + "x";
            case Boolean flag -> !flag;
            case Integer number -> number + 1;
            case Long number -> number + 1;
            case Instant instant -> instant.plusMillis(1);
            default -> throw new AssertionError("no change for " + value.getClass());
        };
    }

    private static Object present(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> "x";
            case ARRAY -> List.of("x");
            default -> schema.getLogicalType() == null ? (Object) 1L : Records.NOON;
        };
    }

    private static Object plain(Object value) {
        return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
    }
}
