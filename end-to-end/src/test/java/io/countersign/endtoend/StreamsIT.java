package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.chaos.Product;
import io.countersign.chaos.StreamingModel;
import io.countersign.chaos.StreamsChaos;
import io.countersign.stack.LocalStack;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams of a real model connector, read while their doors are killed: the short form of {@code ./countersign chaos streams}. */
final class StreamsIT {

    @Test
    void every_reader_ends_with_exactly_the_pieces_that_were_produced() throws Exception {
        var plan = new StreamsChaos.Plan(40, 150, Duration.ofMillis(60), 2, Duration.ofSeconds(2), 1);
        try (var model = StreamingModel.start(plan.pieces(), plan.betweenPieces());
                var product = Product.start(LocalStack.forTests(), StreamsChaos.setup(model))) {
            var reads = StreamsChaos.strike(product, model, plan, kill -> {});

            assertThat(StreamsChaos.violations(reads, model)).isEmpty();
            assertThat(reads)
                    .hasSize(plan.streams())
                    .anyMatch(read -> read.reader().connections() > 1);
        }
    }
}
