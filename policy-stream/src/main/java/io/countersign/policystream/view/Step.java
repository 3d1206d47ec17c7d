package io.countersign.policystream.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event in an intent's timeline.
 *
 * @param attempt the latest hand-off by then; none of earlier builds' steps
 * @param retry how far it had come with its attempts
 * @param text names the content that has the reasons' words
 */
record Step(
        long version,
        String state,
        Instant at,
        List<Ground> reasons,
        @Nullable Integer attempt,
        @Nullable AttemptProgress retry,
        @Nullable String text) {}
