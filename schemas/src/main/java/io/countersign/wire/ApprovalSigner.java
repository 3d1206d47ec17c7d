package io.countersign.wire;

import io.countersign.v1.ApprovedIntent;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Signs approvals with the broker's Ed25519 key. Safe for use by many threads. */
public final class ApprovalSigner {
    private final Ed25519PrivateKeyParameters privateKey;
    private final Ed25519 signing;
    private final PublicKey publicKey;

    ApprovalSigner(Ed25519PrivateKeyParameters privateKey) {
        this.privateKey = privateKey;
        this.signing = new Ed25519(privateKey);
        this.publicKey = new PublicKey(privateKey.generatePublicKey());
    }

    /** A new key that is kept nowhere. */
    public static ApprovalSigner create() {
        return new ApprovalSigner(new Ed25519PrivateKeyParameters(new SecureRandom()));
    }

    /**
     * The key in that file, an OKP JWK. Where there is none it is made, readable by its owner alone; when several
     * processes make it at once, all get the one that stays. The public JWK set is written beside it as {@code
     * <file>.public.json}; keys that this file names already stay in it, so that what they signed still verifies.
     */
    public static ApprovalSigner loadOrCreate(Path file) throws IOException {
        return new SigningKeyFile(file).loadOrCreate();
    }

    /** Fills in {@code keyId} and {@code signature}, and returns the same record. */
    public ApprovedIntent sign(ApprovedIntent approval) {
        approval.setKeyId(keyId());
        approval.setSignature(signatureOf(approval));
        return approval;
    }

    public String keyId() {
        return publicKey.id();
    }

    /** The verifier of what this signer signs; its {@link ApprovalVerifier#toJwkSet()} is to be published. */
    public ApprovalVerifier verifier() {
        return new ApprovalVerifier(List.of(publicKey));
    }

    Ed25519PrivateKeyParameters privateKey() {
        return privateKey;
    }

    PublicKey publicKey() {
        return publicKey;
    }

    /** The signature of an {@code ApprovedIntent} that names its key already. */
    String signatureOf(IndexedRecord approval) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(signing.sign(ApprovalVerifier.signedText(approval)));
    }
}
