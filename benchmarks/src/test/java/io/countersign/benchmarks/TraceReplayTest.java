package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that the benchmark prints, where they can be known beforehand. */
final class TraceReplayTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Ten calls of 100 tokens, a minute apart, by one user; the longest answer has 50. */
    private static final List<Call> STEADY = IntStream.range(0, 10)
            .mapToObj(minute -> new Call(NOON.plusSeconds(60L * minute), 50, 50))
            .toList();

    @Test
    void what_every_call_takes_at_most_is_let_through_whole() {
        var outcome = new TraceReplay(STEADY, 1).run(Holding.BOUND, 100);

        assertThat(outcome).isEqualTo(new TraceReplay.Outcome(10, 0, 0, 0));
    }

    @Test
    void under_half_of_the_need_half_is_refused_and_rightly() {
        var outcome = new TraceReplay(STEADY, 1).run(Holding.BOUND, 50);

        assertThat(outcome).isEqualTo(new TraceReplay.Outcome(10, 5, 0, 0));
    }

    @Test
    void half_of_the_limit_at_once_refuses_the_last_that_would_fit() {
        // Of 500 tokens, 300 are settled when the fourth call asks, and 250 more do not fit. Two of the rest would.
        var outcome = new TraceReplay(STEADY, 1).run(Holding.HALF_OF_THE_LIMIT, 50);

        assertThat(outcome.refusedWrongly()).isEqualTo(2);
        assertThat(outcome.refused()).isEqualTo(7);
    }

    @Test
    void without_settlement_short_answers_cost_as_much_as_long_ones() {
        var calls = IntStream.range(0, 10)
                .mapToObj(minute -> new Call(NOON.plusSeconds(60L * minute), 10, minute == 0 ? 90 : 0))
                .toList();

        // The limit is 380, and each call may take 100.
        assertThat(new TraceReplay(calls, 1).run(Holding.BOUND_UNTIL_THE_WINDOW_CLOSES, 200))
                .isEqualTo(new TraceReplay.Outcome(10, 7, 7, 0));
        assertThat(new TraceReplay(calls, 1).run(Holding.BOUND, 200).refused()).isZero();
    }

    @Test
    void half_of_the_limit_overspends_when_calls_take_more_than_that() {
        var calls = List.of(new Call(NOON, 10, 490), new Call(NOON.plusSeconds(300), 100, 0));

        assertThat(new TraceReplay(calls, 1).run(Holding.HALF_OF_THE_LIMIT, 50).overspent())
                .isEqualTo(200);
        assertThat(new TraceReplay(calls, 1).run(Holding.BOUND, 50).overspent()).isZero();
    }

    @Test
    void a_trace_is_read_by_its_order_in_time_and_a_line_that_is_none_is_named(@TempDir Path folder)
            throws IOException {
        var trace = folder.resolve("trace.csv");
        Files.writeString(trace, """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:15:50.9951690,396,109
                2023-11-16 18:15:46.6805900,374,44
                """);

        assertThat(Call.read(trace)).extracting(Call::input).containsExactly(374L, 396L);

        Files.writeString(trace, "TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,1,2\n");
        assertThatThrownBy(() -> Call.read(trace)).hasMessageContaining("yesterday,1,2");
    }
}
