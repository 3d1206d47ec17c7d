package io.countersign.policystream.policy;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a session lets its task do.
 *
 * @param action an action's name or glob
 * @param when a condition over the intent; none is true
 */
public record TaskGrant(String action, @Nullable String when) {}
