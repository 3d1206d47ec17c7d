package io.countersign.policystream.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kill switch that is pulled.
 *
 * @param scope {@code all}, {@code tenant/<t>} or {@code action/<name or glob>}
 * @param until when it ends by itself, in broker time
 */
public record Freeze(String scope, @Nullable Instant until) {}
