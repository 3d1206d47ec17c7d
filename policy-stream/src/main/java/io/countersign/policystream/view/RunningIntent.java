package io.countersign.policystream.view;

import java.time.Instant;

/**
 * An intent whose executor has begun and not reported an end.
 *
 * @param since when the attempt was last heard of, in broker time
 */
public record RunningIntent(String id, String tenant, String user, String action, int attempt, Instant since) {}
