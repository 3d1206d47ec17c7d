package io.countersign.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets that follow from an intent's nonce: HMAC-SHA256 under it, so that nobody can compute them from what is public. */
public final class Capabilities {
    private static final String HMAC = "HmacSHA256";
    private static final Mac UNKEYED = unkeyed();

    private Capabilities() {}

    /** The lease of an attempt: the first 16 bytes, written as a UUID without any version. */
    public static String lease(byte[] nonce, int attempt) {
        return uuid(hmac(nonce, "lease/" + attempt));
    }

    /** What shows that an outcome answers the question what became of an attempt; written as a lease is. */
    public static String probe(byte[] nonce, int attempt) {
        return uuid(hmac(nonce, "probe/" + attempt));
    }

    /** What an event says of a lease. */
    public static String leaseHash(String lease) {
        return Sha256.hex(lease);
    }

    /** The salt of the intent's content hash. */
    public static byte[] salt(byte[] nonce) {
        return hmac(nonce, "salt");
    }

    /** The nonce of the intent that a review makes out of this one. */
    public static byte[] derivedNonce(byte[] nonce, String reviewId) {
        return hmac(nonce, reviewId);
    }

    private static String uuid(byte[] bytes) {
        var code = ByteBuffer.wrap(bytes);
        return new UUID(code.getLong(), code.getLong()).toString();
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            var mac = (Mac) UNKEYED.clone();
            // An empty key is none to the JDK; HMAC pads keys with zeros, so one zero byte is the same key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + HMAC + " takes any key, and can be copied", e);
        }
    }

    /** To make copies of: to search the JDK's providers takes longer than the code of a short message. */
    private static Mac unkeyed() {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(new byte[1], HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
