package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policystream.budget.Tariff.Rate;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several models cost of which one answers. */
class TariffTest {
    private static final Tariff TARIFF = new Tariff(List.of(
            new Rate("small", new Prices(3_000_000, 1_000_000, 5_000_000)),
            new Rate("tiny", new Prices(1_000_000, 1_000_000, 2_000_000)),
            new Rate("wordy", new Prices(1_000_000, 1_000_000, 9_000_000))));

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            small, 10, 10, 80
            tiny, 10, 10, 30
            wordy, 10, 10, 100
            none, 10, 10, 100
            cheapest, 10, 10, 100
            none, 10, 0, 30
            """)
    void who_answered_sets_the_price_and_who_does_not_say_so_pays_the_dearest(
            @Nullable String model, long input, long output, long micros) {
        assertThat(TARIFF.of(new Consumption(input, output, 0, 0, false, model)))
                .isEqualTo(micros);
    }

    @Test
    void whatever_answers_costs_no_more_than_what_was_held_for_it() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            var tariff = new Tariff(List.of(new Rate("a", prices(random)), new Rate("b", prices(random))));
            long input = random.nextInt(100_000);
            long output = random.nextInt(100_000);
            var model = List.of("a", "b", "c").get(random.nextInt(3));
            var used = new Consumption(
                    random.nextLong(input + 1), random.nextLong(output + 1), random.nextInt(100_000), 0, false, model);

            assertThat(tariff.of(used)).isLessThanOrEqualTo(tariff.atMost(input, output));
        }
    }

    @Test
    void one_price_is_that_of_whatever_answers() {
        var any = Tariff.ofAny(new Prices(2_000_000, 2_000_000, 0));

        assertThat(any.of(new Consumption(10, 0, 0, 0, false))).isEqualTo(20);
        assertThat(any.of(new Consumption(10, 0, 0, 0, false, "small"))).isEqualTo(20);
        assertThat(any.fallbacks()).isEmpty();
        assertThat(TARIFF.fallbacks()).containsExactly("tiny", "wordy");
    }

    @Test
    void there_is_always_a_price() {
        assertThatThrownBy(() -> new Tariff(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Prices prices(Random random) {
        return new Prices(random.nextInt(3_000_000), random.nextInt(3_000_000), random.nextInt(3_000_000));
    }
}
