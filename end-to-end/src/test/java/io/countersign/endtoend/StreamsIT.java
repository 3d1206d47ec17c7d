package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.chaos.StreamsChaos;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams of a real model connector, read while their doors are killed: the short form of {@code ./countersign chaos streams}. */
@ExtendWith(SharedProduct.Giver.class)
final class StreamsIT {

    @Test
    void every_reader_ends_with_exactly_the_pieces_that_were_produced(SharedProduct shared) throws Exception {
        var plan = new StreamsChaos.Plan(40, 150, Duration.ofMillis(60), 2, Duration.ofSeconds(2), 1);
        var model = shared.model();
        model.answersIn(plan.pieces(), plan.betweenPieces());

        var reads = StreamsChaos.strike(shared.with(SharedProduct.STREAMS), model, plan, kill -> {});

        assertThat(StreamsChaos.violations(reads, model)).isEmpty();
        assertThat(reads).hasSize(plan.streams()).anyMatch(read -> read.reader().connections() > 1);
    }
}
