package io.countersign.policystream.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a replay of all partitions came to. */
public record ReplayReport(List<Findings> partitions) {

    public ReplayReport {
        partitions = List.copyOf(partitions);
    }

    /** True if something was derived, and nothing came out otherwise than it was recorded. */
    public boolean proven() {
        return sum(Findings::different) == 0 && sum(Findings::identical) > 0;
    }

    /** One partition, for a person to read: what was found first, and from where on it is proven. */
    public static List<String> lines(Findings found) {
        var lines = new ArrayList<String>();
        found.told().forEach(difference -> lines.add("different: " + difference));
        if (found.different() > found.told().size()) {
            lines.add("different: %d more"
                    .formatted(found.different() - found.told().size()));
        }
        var last = found.lastUnproven();
        if (last != null) {
            lines.add(("partition %d: %d events cannot be proven, %d inputs are not in the log any more;"
                            + " all behind offset %d (%s) can")
                    .formatted(found.partition(), found.unproven(), found.missingInputs(), last.offset(), last.at()));
        }
        lines.add("partition %d: %d inputs, %d timers, %d controls: %d events identical, %d different"
                .formatted(
                        found.partition(),
                        found.inputs(),
                        found.timers(),
                        found.controls(),
                        found.identical(),
                        found.different()));
        return lines;
    }

    /** All of it, in one line. */
    public String summary() {
        return "replayed %d partitions, %d inputs, %d timers, %d controls; events: %d identical, %d different, %d not provable"
                .formatted(
                        partitions.size(),
                        sum(Findings::inputs),
                        sum(Findings::timers),
                        sum(Findings::controls),
                        sum(Findings::identical),
                        sum(Findings::different),
                        sum(Findings::unproven));
    }

    private long sum(ToLongFunction<Findings> what) {
        return partitions.stream().mapToLong(what).sum();
    }
}
