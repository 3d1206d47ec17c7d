package io.countersign.contract;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Message digests without a search through the JDK's providers, which takes as long as the digest of a short text. */
final class Digests {
    private Digests() {}

    /** One that has seen nothing, to make copies of. */
    static MessageDigest empty(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    static MessageDigest copy(MessageDigest empty) {
        try {
            return (MessageDigest) empty.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's digests can be copied", e);
        }
    }
}
