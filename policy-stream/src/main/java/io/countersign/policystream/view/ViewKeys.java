package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The keys of the view's stores. An owner's key has exactly one slash, and ids and hashes have none, so everything of an
 * owner, and of an intent, is one range.
 */
final class ViewKeys {

    private static final String SLASH = "/";
    private static final char AFTER_SLASH = '/' + 1;
    private static final HexFormat HEX = HexFormat.of();

    private ViewKeys() {}

    static String intent(String owner, String id) {
        return owner + SLASH + id;
    }

    static String session(String owner, String id) {
        return owner + SLASH + id;
    }

    static String text(String owner, String id, String hash) {
        return intent(owner, id) + SLASH + hash;
    }

    /** Newest first; of two at the same time, the lower id first. */
    static String newest(String owner, Instant submittedAt, String id) {
        return owner + SLASH + place(submittedAt, id);
    }

    /** The part of {@link #newest} behind the owner: what a cursor remembers. */
    static String place(Instant submittedAt, String id) {
        return HEX.toHexDigits(Long.MAX_VALUE - submittedAt.toEpochMilli()) + SLASH + id;
    }

    static String budget(String owner, String name, String window) {
        return owner + SLASH + name + SLASH + window;
    }

    static String ended(Instant endedAt, String owner, String id) {
        return endedBefore(endedAt) + SLASH + intent(owner, id);
    }

    /** Behind all keys of {@link #ended} before that instant, and before all others. */
    static String endedBefore(Instant instant) {
        return HEX.toHexDigits(Math.max(0, instant.toEpochMilli()));
    }

    /** The first key of everything below that prefix. */
    static String from(String prefix) {
        return prefix + SLASH;
    }

    /** Behind the last key of everything below that prefix. */
    static String to(String prefix) {
        return prefix + AFTER_SLASH;
    }

    /** An owner and an intent's id, from the key of a content. */
    record OfIntent(Owner owner, String id) {}

    /** Reads the key of a content; empty for what is none. */
    static Optional<OfIntent> read(String contentKey) {
        int slash = contentKey.lastIndexOf('/');
        return slash < 0
                ? Optional.empty()
                : Owner.read(contentKey.substring(0, slash))
                        .map(owner -> new OfIntent(owner, contentKey.substring(slash + 1)));
    }
}
