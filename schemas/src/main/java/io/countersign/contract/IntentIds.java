package io.countersign.contract;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** How intents get their ids, all of them lower-case UUIDs. */
public final class IntentIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH = 36;

    private IntentIds() {}

    /** The id behind an Idempotency-Key: any door derives the same, none has to remember it. */
    public static String derived(Owner owner, String agent, String idempotencyKey) {
        return DerivedIds.of("intent", owner.tenant(), owner.user(), agent, idempotencyKey);
    }

    /** The id of the intent that an EDIT, or the RETRY of an ended one, makes. */
    public static String ofReview(String reviewId) {
        return DerivedIds.of("review", reviewId);
    }

    /**
     * The id of an intent that came as a record and has no key: the same record makes the same intent. The append time
     * tells it from a record at the same place of a topic that was made anew.
     */
    public static String ofRecord(String topic, int partition, long offset, Instant appendedAt) {
        return DerivedIds.of(
                "record",
                topic,
                Integer.toString(partition),
                Long.toString(offset),
                Long.toString(appendedAt.toEpochMilli()));
    }

    /** A new id where the caller gave no key: RFC 9562 version 7, of the present clock. */
    public static String random() {
        return random(Instant.now(), RANDOM);
    }

    /** A version 7 id of that millisecond. */
    public static String random(Instant now, RandomGenerator random) {
        var high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextInt() & 0xfffL);
        var low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** When a version 7 id says that it was made; empty for any other id. */
    public static Optional<Instant> madeAt(String id) {
        if (!isValid(id) || id.charAt(14) != '7') {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16));
    }

    /** Whether this is a UUID as we write it: 36 characters, lower case. */
    public static boolean isValid(String id) {
        if (id.length() != LENGTH) {
            return false;
        }
        for (var i = 0; i < LENGTH; i++) {
            if (!(isBetweenGroups(i) ? id.charAt(i) == '-' : isLowerCaseHex(id.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetweenGroups(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }

    private static boolean isLowerCaseHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
