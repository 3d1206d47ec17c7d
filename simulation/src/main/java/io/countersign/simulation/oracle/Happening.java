package io.countersign.simulation.oracle;

/** Something that arrives for an owner. */
public sealed interface Happening permits Event, Order {}
