package io.countersign.policystream.memory;

import io.countersign.policystream.budget.Window;

/**
 * Names one of an owner's sums: a counter, what its key came to, and the window that is current.
 *
 * @param key {@code ''} if the counter has none
 */
public record CounterKey(String counter, String key, Window window) {}
