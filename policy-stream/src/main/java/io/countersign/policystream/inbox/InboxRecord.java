package io.countersign.policystream.inbox;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lay in the inbox.
 *
 * @param appended when the broker got it
 */
record InboxRecord(
        String topic,
        int partition,
        long offset,
        Instant appended,
        Headers headers,
        byte @Nullable [] key,
        byte @Nullable [] value) {}
