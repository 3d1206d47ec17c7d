package io.countersign.policystream.memory;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one session remembers of the intents that were approved in it.
 *
 * @param labels how many of them carried each label
 * @param counts how many of them there were of each action
 * @param since when the first of them was approved
 * @param until when all of it is forgotten, unless more is added
 */
public record SessionMemory(Map<String, Long> labels, Map<String, Long> counts, Instant since, Instant until) {

    /** Nothing was approved in it. */
    public static final SessionMemory NOTHING = new SessionMemory(Map.of(), Map.of(), Instant.EPOCH, Instant.EPOCH);

    public SessionMemory {
        labels = Map.copyOf(labels);
        counts = Map.copyOf(counts);
    }

    /** What it remembers at this time. */
    public SessionMemory at(Instant now) {
        return now.isBefore(until) ? this : NOTHING;
    }

    /** With one more approved intent. */
    public SessionMemory plus(Trace trace) {
        var current = at(trace.at());
        var moreLabels = new TreeMap<>(current.labels);
        trace.labels().forEach(label -> moreLabels.merge(label, 1L, Long::sum));
        var moreCounts = new TreeMap<>(current.counts);
        moreCounts.merge(trace.action(), 1L, Long::sum);
        boolean first = current.counts.isEmpty();
        return new SessionMemory(
                moreLabels,
                moreCounts,
                first ? trace.at() : current.since,
                first || trace.until().isAfter(current.until) ? trace.until() : current.until);
    }

    /** What the others left, if this is one intent's own trace; what was forgotten before is not subtracted again. */
    SessionMemory without(@Nullable Trace own) {
        if (own == null || own.at().isBefore(since) || counts.isEmpty()) {
            return this;
        }
        var lessLabels = new TreeMap<>(labels);
        own.labels().forEach(label -> less(lessLabels, label));
        var lessCounts = new TreeMap<>(counts);
        less(lessCounts, own.action());
        return new SessionMemory(lessLabels, lessCounts, since, until);
    }

    private static void less(Map<String, Long> numbers, String name) {
        numbers.computeIfPresent(name, (any, number) -> number > 1 ? number - 1 : null);
    }
}
