package io.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.IntentState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guarantees over random histories, and what the command prints of them. */
final class SimulationTest {

    private static final Bundles BUNDLES = new Bundles();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void every_decision_of_every_seed_is_the_oracles() throws Exception {
        boolean well = new Simulation(Product.REAL, BUNDLES, 1, 3_000, Trial.INPUTS).run(1, out);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("RESULT simulated_seeds 3000 seeds", "RESULT violations 0 violations")
                .containsPattern("RESULT seeds_per_second \\d+ seeds/s");
        assertThat(well).isTrue();
    }

    /** About a minute on one core. */
    @Test
    void every_decision_of_a_minute_of_seeds_is_the_oracles() throws Exception {
        assertThat(new Simulation(Product.REAL, BUNDLES, 1_000_000, 20_000, Trial.INPUTS).run(1, out))
                .as(printed.toString(StandardCharsets.UTF_8))
                .isTrue();
    }

    @Test
    void a_violation_ends_it_with_the_seed_the_last_decisions_and_the_command_that_shows_it_again() throws Exception {
        boolean well = new Simulation(Plant.SILENT, BUNDLES, 1, 1_000, Trial.INPUTS).run(1, out);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("VIOLATION in seed 1: answers: expected 1, is 0", "RESULT violations 1 violations")
                .containsPattern("\\n {2}\\d+\\. acme/\\w+ \\w+\\[.* -> .*\\n")
                .contains("Again: ./countersign simulate --seeds 1 --from 1 --inputs 80");
        assertThat(well).isFalse();
    }

    @Test
    void the_same_seed_tells_the_same_history() {
        assertThat(told(7)).isEqualTo(told(7)).hasSizeGreaterThan(50).isNotEqualTo(told(8));
    }

    @Test
    void histories_reach_every_state_by_many_ways_and_every_consequence() {
        var ways = new HashMap<String, Integer>();
        for (long seed = 1; seed <= 600; seed++) {
            var history = new History(seed, Product.REAL, BUNDLES, step -> count(step, ways));
            history.run(200);
            history.drain();
        }

        assertThat(ways.keySet())
                .contains(
                        "Recorded",
                        "HandedOver",
                        "Lettered",
                        "Answered",
                        "Directed",
                        "Spawned",
                        "Strayed",
                        "Rearmed",
                        "Reached",
                        "nothing>APPROVED",
                        "nothing>HELD",
                        "nothing>SUCCEEDED",
                        "answered from HELD",
                        "answered from DEFERRED",
                        "rescued from APPROVED",
                        "rescued from RUNNING",
                        "rescued from RETRYING",
                        "RUNNING>SUCCEEDED fallback",
                        "RUNNING>SUCCEEDED cached",
                        "nothing>DEFERRED",
                        "nothing>REJECTED",
                        "nothing>EXPIRED",
                        "DEFERRED>APPROVED",
                        "DEFERRED>HELD",
                        "DEFERRED>REJECTED",
                        "DEFERRED>EXPIRED",
                        "DEFERRED>CANCELLED",
                        "HELD>APPROVED",
                        "HELD>DEFERRED",
                        "HELD>REJECTED",
                        "HELD>EXPIRED",
                        "HELD>CANCELLED",
                        "APPROVED>RUNNING",
                        "APPROVED>RETRYING",
                        "APPROVED>DEAD",
                        "APPROVED>UNKNOWN",
                        "APPROVED>SUCCEEDED",
                        "APPROVED>CANCELLED",
                        "APPROVED>EXPIRED",
                        "RUNNING>SUCCEEDED",
                        "RUNNING>RETRYING",
                        "RUNNING>DEAD",
                        "RUNNING>UNKNOWN",
                        "RUNNING>CANCELLED",
                        "RETRYING>APPROVED",
                        "RETRYING>DEAD",
                        "RETRYING>EXPIRED",
                        "RETRYING>CANCELLED",
                        "RETRYING>SUCCEEDED",
                        "UNKNOWN>APPROVED",
                        "UNKNOWN>HELD",
                        "UNKNOWN>SUCCEEDED",
                        "UNKNOWN>DEAD",
                        "UNKNOWN>DISCARDED",
                        "DEAD>APPROVED",
                        "DEAD>HELD",
                        "DEAD>SUCCEEDED",
                        "DEAD>DISCARDED",
                        "DEAD>CANCELLED",
                        "PROBED while UNKNOWN",
                        "STILL_UNKNOWN while UNKNOWN",
                        "left to people",
                        "RECONCILED while SUCCEEDED",
                        "RECONCILED while DEAD",
                        "RECONCILED while RETRYING");
    }

    private static void count(Step step, Map<String, Integer> ways) {
        step.decision()
                .consequences()
                .forEach(consequence -> ways.merge(consequence.getClass().getSimpleName(), 1, Integer::sum));
        var before = step.before();
        var after = step.after();
        for (var event : step.all(Consequence.Recorded.class)) {
            var way = event.from() + ">" + event.state().name();
            if (event.cached()) {
                ways.merge(way + " cached", 1, Integer::sum);
            }
            if (event.reasons().stream().anyMatch(reason -> reason.code().equals("FALLBACK_ANSWER"))) {
                ways.merge("rescued from " + event.from(), 1, Integer::sum);
            } else if (event.fallback()) {
                ways.merge(way + " fallback", 1, Integer::sum);
            }
        }
        step.all(Consequence.Recorded.class).stream()
                .flatMap(event -> event.reasons().stream())
                .filter(reason -> reason.code().matches("PROBED|STILL_UNKNOWN|RECONCILED"))
                .forEach(reason ->
                        ways.merge(reason.code() + " while " + (after == null ? "" : after.name()), 1, Integer::sum));
        if (after instanceof IntentState.Unknown left
                && !step.all(Consequence.Lettered.class).isEmpty()
                && left.probing() != null) {
            ways.merge("left to people", 1, Integer::sum);
        }
        if (after != null
                && after.dossier().reasons().stream()
                        .anyMatch(reason -> reason.code().equals("ANSWERED"))) {
            ways.merge("answered from " + (before == null ? "nothing" : before.name()), 1, Integer::sum);
        }
        if (after != null) {
            ways.merge((before == null ? "nothing" : before.name()) + ">" + after.name(), 1, Integer::sum);
        }
    }

    private static List<String> told(long seed) {
        var trace = new ArrayList<String>();
        var history = new History(seed, Product.REAL, BUNDLES, step -> trace.add(step.toString()));
        history.run(Trial.INPUTS);
        history.drain();
        return trace;
    }
}
