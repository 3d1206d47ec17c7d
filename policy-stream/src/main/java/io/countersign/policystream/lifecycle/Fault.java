package io.countersign.policystream.lifecycle;

import org.jspecify.annotations.Nullable;

/** An executor's account of a failure. */
public record Fault(String code, String message, @Nullable Long retryAfterMillis) {}
