package io.countersign.benchmarks.broker;

import java.util.ArrayList;
import java.util.List;

/** A contestant's rounds so far. */
record Standing(Contestant contestant, List<Round> rounds) {

    static Standing of(Contestant contestant) {
        return new Standing(contestant, new ArrayList<>());
    }

    /** Decisions per second in the median round. */
    double median() {
        return rounds.stream().mapToDouble(Round::perSecond).sorted().toArray()[rounds.size() / 2];
    }

    long missing() {
        return rounds.stream().mapToLong(Round::missing).sum();
    }
}
