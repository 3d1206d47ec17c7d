package io.countersign.policystream.replay;

import io.countersign.policystream.replay.Findings.Difference;
import io.countersign.policystream.replay.Findings.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings in the making. */
final class Tally {

    /** How many differences are told; all are counted. */
    private static final int MOST_TOLD = 10;

    private final int partition;
    private final List<Difference> told = new ArrayList<>();
    private long inputs;
    private long timers;
    private long controls;
    private long identical;
    private long different;
    private long unproven;
    private long missingInputs;
    private @Nullable Place lastUnproven;

    Tally(int partition) {
        this.partition = partition;
    }

    void input() {
        inputs++;
    }

    void timer() {
        timers++;
    }

    void control() {
        controls++;
    }

    void identical() {
        identical++;
    }

    void different(long offset, String owner, @Nullable String intentId, List<String> what) {
        different++;
        if (told.size() < MOST_TOLD) {
            told.add(new Difference(partition, offset, owner, intentId, what));
        }
    }

    void inputMissing() {
        missingInputs++;
    }

    void unproven(long offset, Instant at) {
        unproven++;
        lastUnproven = new Place(offset, at);
    }

    Findings findings() {
        return new Findings(
                partition, inputs, timers, controls, identical, different, unproven, missingInputs, lastUnproven, told);
    }
}
