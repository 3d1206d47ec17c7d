package io.countersign.policystream.view;

import org.jspecify.annotations.Nullable;

/** Why the last attempt failed, as its executor says. */
public record Failure(String code, String message, @Nullable Long retryAfterMillis) {}
