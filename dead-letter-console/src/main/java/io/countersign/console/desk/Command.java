package io.countersign.console.desk;

import io.countersign.contract.Traceparent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer's decision on its way to the broker: bound to the version and digest that the reviewer saw.
 *
 * @param intent what it is about; empty if it is about the letter alone
 * @param trace the reviewer's own, not that of the intent
 * @param putBack the bytes that a retry of an unreadable letter puts back
 */
public record Command(
        String reviewId,
        String letterId,
        @Nullable String tenant,
        @Nullable String user,
        Optional<IntentKey> intent,
        Decision decision,
        long expectedVersion,
        String digest,
        Reviewer reviewer,
        @Nullable String comment,
        Traceparent trace,
        @Nullable PutBack putBack) {

    /** A record as it was, for the topic that it was on, and how often it was put back before. */
    public record PutBack(String topic, @Nullable RawBytes key, RawBytes value, int hops) {}
}
