package io.countersign.intake.waiting;

import org.jspecify.annotations.Nullable;

/** One reason of a decision: its stable code, the rule or budget that speaks, and words. */
public record StatedReason(String code, @Nullable String rule, String message) {}
