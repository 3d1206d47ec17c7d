package io.countersign.policystream.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event in an intent's timeline.
 *
 * @param text names the content that has the reasons' words
 */
record Step(
        long version,
        String state,
        Instant at,
        List<Ground> reasons,
        @Nullable String text) {}
