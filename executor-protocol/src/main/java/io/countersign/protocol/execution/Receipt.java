package io.countersign.protocol.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * What the broker acknowledged of a STARTED.
 *
 * @param appendedAt the broker's append time; empty if the topic does not stamp one
 */
public record Receipt(int partition, Optional<Instant> appendedAt) {}
