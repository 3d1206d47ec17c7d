package io.countersign.intake.waiting;

/** An intent has reached a version, in that state. */
public record Change(String intentId, long version, String state) {}
