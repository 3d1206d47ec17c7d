package io.countersign.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Ids that follow from what is known: the RFC 9562 version 5 UUID, in a namespace of ours, of the RFC 8785 text of an
 * array of strings. The array's first string says what kind of thing is named, and its quotes keep {@code ("a", "bc")}
 * and {@code ("ab", "c")} apart.
 */
public final class DerivedIds {
    private static final MessageDigest SHA1 = Digests.empty("SHA-1");

    /** The version 5 UUID of the name {@code io.countersign} in RFC 9562's DNS namespace. */
    public static final UUID NAMESPACE =
            version5(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "io.countersign");

    private DerivedIds() {}

    public static String of(String kind, String... parts) {
        return version5(NAMESPACE, array(kind, parts)).toString();
    }

    /** The id of the letter about a record: the same record makes the same letter. */
    public static String ofLetter(String topic, int partition, long offset) {
        return of("letter", topic, Integer.toString(partition), Long.toString(offset));
    }

    static String array(String first, String... others) {
        var text = new StringBuilder().append('[');
        JsonText.appendString(text, first);
        for (var other : others) {
            JsonText.appendString(text.append(','), other);
        }
        return text.append(']').toString();
    }

    private static UUID version5(UUID namespace, String name) {
        var hash = ByteBuffer.wrap(sha1(
                ByteBuffer.allocate(16)
                        .putLong(namespace.getMostSignificantBits())
                        .putLong(namespace.getLeastSignificantBits())
                        .array(),
                name.getBytes(StandardCharsets.UTF_8)));
        return new UUID(
                (hash.getLong() & 0xffffffffffff0fffL) | 0x5000L,
                (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    private static byte[] sha1(byte[] first, byte[] second) {
        var sha1 = Digests.copy(SHA1);
        sha1.update(first);
        return sha1.digest(second);
    }
}
