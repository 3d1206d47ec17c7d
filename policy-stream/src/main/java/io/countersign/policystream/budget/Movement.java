package io.countersign.policystream.budget;

/** How one decision changed one balance. */
public record Movement(String budget, Unit unit, Window window, Balance before, Balance after) {}
