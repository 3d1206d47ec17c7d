package io.countersign.policystream.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event about an intent, as far as the view is concerned with it.
 *
 * @param session the session that the intent names
 * @param state the state after; none if the event is about no state
 * @param attempt the hand-off that the event is about
 * @param execution what it says of that hand-off's output
 * @param retry how far the intent has come with its attempts, once it was handed over
 * @param cached true if the answer that it gives came from the response cache
 * @param fallback true if the answer that it gives is a fail-safe one
 * @param contentHash names the content as this event left it, if it changed that
 * @param submittedAt the door's clock, on the first event
 */
record Change(
        String owner,
        String intentId,
        long version,
        @Nullable String state,
        Instant at,
        List<Ground> reasons,
        @Nullable String action,
        @Nullable String session,
        @Nullable Integer attempt,
        @Nullable Execution execution,
        @Nullable AttemptProgress retry,
        @Nullable UsedTokens usage,
        boolean cached,
        boolean fallback,
        @Nullable String contentHash,
        @Nullable String parent,
        @Nullable Instant submittedAt) {}
