package io.countersign.policystream.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Texts that stand for bytes: UUIDs and SHA-256 hashes, in lower case. A text in any other form is not one of them, so that
 * every text comes back as it was.
 */
final class PackedText {
    static final int UUID_BYTES = 16;
    static final int HASH_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();
    private static final int UUID_LENGTH = 36;
    private static final int HASH_LENGTH = 64;

    private PackedText() {}

    /** The bytes that it stands for; null if it is neither. */
    static byte @Nullable [] of(String text) {
        return switch (text.length()) {
            case UUID_LENGTH -> hasDashes(text) ? bytes(text, UUID_BYTES) : null;
            case HASH_LENGTH -> bytes(text, HASH_BYTES);
            default -> null;
        };
    }

    static String uuid(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }

    static String hash(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static boolean hasDashes(String text) {
        return text.charAt(8) == '-' && text.charAt(13) == '-' && text.charAt(18) == '-' && text.charAt(23) == '-';
    }

    private static byte @Nullable [] bytes(String text, int size) {
        var bytes = new byte[size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (size == UUID_BYTES && (i == 4 || i == 6 || i == 8 || i == 10)) {
                at++;
            }
            int pair = digit(text.charAt(at)) << 4 | digit(text.charAt(at + 1));
            if (pair < 0) {
                return null;
            }
            bytes[i] = (byte) pair;
            at += 2;
        }
        return bytes;
    }

    private static int digit(char sign) {
        if (sign >= '0' && sign <= '9') {
            return sign - '0';
        }
        return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : -1;
    }
}
