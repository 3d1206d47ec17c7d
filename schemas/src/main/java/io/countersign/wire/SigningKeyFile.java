package io.countersign.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** The signing key on disk: a private JWK, and beside it the set of public keys. */
final class SigningKeyFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    SigningKeyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    ApprovalSigner loadOrCreate() throws IOException {
        if (!Files.exists(file)) {
            create();
        }
        var signer = load();
        publish(signer);
        return signer;
    }

    private ApprovalSigner load() throws IOException {
        try {
            var jwk = JSON.readTree(Files.readString(file));
            var secret = Base64.getUrlDecoder().decode(jwk.path("d").asText());
            if (secret.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
                throw new IllegalArgumentException("d has to have 32 bytes");
            }
            var signer = new ApprovalSigner(new Ed25519PrivateKeyParameters(secret));
            if (!PublicKey.read(jwk).id().equals(signer.keyId())) {
                throw new IllegalArgumentException("x does not belong to d");
            }
            return signer;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            // Without the cause: a parser's message may quote the secret.
            throw new IOException(file + " holds no private Ed25519 key as a JWK");
        }
    }

    /** A hard link appears whole or not at all, and never in place of a key that is there already. */
    private void create() throws IOException {
        var signer = ApprovalSigner.create();
        var jwk = signer.publicKey()
                .jwk()
                .put(
                        "d",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(signer.privateKey().getEncoded()));
        var written = writeBeside(jwk.toPrettyString(), "rw-------");
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key is the key.
        } finally {
            Files.delete(written);
        }
    }

    private void publish(ApprovalSigner signer) throws IOException {
        var published = file.resolveSibling(file.getFileName() + ".public.json");
        var keys = signer.verifier();
        if (Files.exists(published)) {
            try {
                keys = keys.and(ApprovalVerifier.ofJwkSet(Files.readString(published)));
            } catch (IllegalArgumentException e) {
                throw new IOException(published + " holds no JWK set", e);
            }
        }
        var written = writeBeside(keys.toJwkSet(), "rw-r--r--");
        Files.move(written, published, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path writeBeside(String text, String permissions) throws IOException {
        var directory = Files.createDirectories(file.resolveSibling("."));
        var written = Files.createTempFile(
                directory,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));
        return Files.writeString(written, text + "\n");
    }
}
