package io.countersign.policystream.memory;

import java.time.Instant;
import java.util.List;

/**
 * What one intent leaves behind when it is approved for the first time. It is left once, and never taken back.
 *
 * @param at when it was left, in broker time
 * @param until when its session forgets it, unless more is added there
 * @param labels those of its action
 */
public record Trace(
        SessionKey session, Instant at, Instant until, String action, List<String> labels, List<Addition> additions) {

    public Trace {
        labels = List.copyOf(labels);
        additions = List.copyOf(additions);
    }
}
