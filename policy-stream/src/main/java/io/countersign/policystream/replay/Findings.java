package io.countersign.policystream.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one partition's events.
 *
 * @param inputs records that were decided once more
 * @param timers that fired once more
 * @param controls that were adopted once more
 * @param identical events that came out as they were recorded, hash for hash
 * @param different events that came out otherwise, or not at all, or were never recorded
 * @param unproven events whose inputs are not in the log any more, or that stand on such
 * @param missingInputs inputs that are not in the log any more
 * @param lastUnproven the last event that could not be proven
 * @param told the first differences
 */
public record Findings(
        int partition,
        long inputs,
        long timers,
        long controls,
        long identical,
        long different,
        long unproven,
        long missingInputs,
        @Nullable Place lastUnproven,
        List<Difference> told) {

    public Findings {
        told = List.copyOf(told);
    }

    /** An event's offset, and its time. */
    public record Place(long offset, Instant at) {}

    /**
     * An event that is not what its input makes of it.
     *
     * @param offset the recorded event's; that of its cause's first one, if it was never recorded
     * @param what every field that differs
     */
    public record Difference(
            int partition,
            long offset,
            String owner,
            @Nullable String intentId,
            List<String> what) {
        public Difference {
            what = List.copyOf(what);
        }

        @Override
        public String toString() {
            return "intents.events-%d@%d %s %s: %s"
                    .formatted(partition, offset, owner, intentId == null ? "-" : intentId, String.join("; ", what));
        }
    }
}
