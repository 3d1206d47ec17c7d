package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.CounterTerms;
import io.countersign.simulation.house.House;
import io.countersign.simulation.house.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What one intent left behind when it was first approved.
 *
 * @param number among all that its owner's intents left, from 1
 * @param at when, in milliseconds since the epoch
 * @param until when its session forgets it, unless more is left there
 */
public record Footprint(long number, Ask ask, long at, long until, List<String> labels, List<Added> added) {

    /** What it added to a counter. */
    public record Added(String counter, long part, Span span, long amount) {}

    public Footprint {
        labels = List.copyOf(labels);
        added = List.copyOf(added);
    }

    static Footprint of(long number, Ask ask, House house, long now, long until) {
        var added = new ArrayList<Added>();
        for (CounterTerms counter : house.counters()) {
            if (counter.concerns(ask.action()) && counter.adds(ask) > 0) {
                added.add(new Added(
                        counter.name(), counter.part(ask), counter.shape().at(now), counter.adds(ask)));
            }
        }
        return new Footprint(
                number, ask, now, until, house.terms(ask.action()).orElseThrow().labels(), added);
    }
}
