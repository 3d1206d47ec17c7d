package io.countersign.chaos.doors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What was answered, counted, and what was not clear. Safe for use by many threads. */
public final class Findings {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    void count(String what) {
        counts.computeIfAbsent(what, any -> new LongAdder()).increment();
    }

    void violation(String words) {
        violations.add(words);
    }

    /** Does it; what it throws is a violation of that name, but for an interruption. */
    void attempt(String name, Step step) throws InterruptedException {
        try {
            step.take();
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception broken) {
            violation(name + ": broken off: " + broken);
        }
    }

    /** What somebody does at a door. */
    interface Step {
        void take() throws Exception;
    }

    /** What was counted, by name. */
    public Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** Each with the place and the text, as JSON, that shows it again. */
    public List<String> violations() {
        return new ArrayList<>(violations);
    }
}
