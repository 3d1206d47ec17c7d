package io.countersign.console.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A counted approval of a held intent. */
public record Vote(String reviewer, Instant at, @Nullable String comment) {}
