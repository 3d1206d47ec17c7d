package io.countersign.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 in lower-case hex, as digests and hashes are written everywhere. */
public final class Sha256 {
    private static final MessageDigest EMPTY = Digests.empty("SHA-256");

    private Sha256() {}

    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String hex(byte[] bytes) {
        return hex(bytes, bytes.length);
    }

    /** Of the first {@code length} bytes. */
    public static String hex(byte[] bytes, int length) {
        var digest = Digests.copy(EMPTY);
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }
}
