package io.countersign.policystream.lifecycle;

import java.time.Instant;

/** A promise to look at an intent again once broker time has reached {@code due}. */
public record Timer(TimerName name, Instant due) {}
