package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model's tokens cost. */
class PricesTest {
    private static final Prices SMALL = new Prices(150_000, 75_000, 600_000);
    private static final long MOST = Consumption.MOST;

    @ParameterizedTest
    @CsvSource({
        // input, cached, output, micro-units: 0.15 and 0.6 of them for a token
        "0, 0, 0, 0",
        "1, 0, 0, 1",
        "6, 0, 0, 1",
        "7, 0, 0, 2",
        "20, 0, 0, 3",
        "1000000, 0, 0, 150000",
        "1000000, 0, 1000000, 750000",
        "1000000, 1000000, 0, 75000",
        "1000000, 999999, 0, 75001",
        "1000001, 0, 0, 150001",
        "0, 0, 5, 3",
        "1, 0, 1, 1",
    })
    void what_was_used_costs_exactly_that_rounded_up_once(long input, long cached, long output, long micros) {
        assertThat(SMALL.of(new Consumption(input, output, cached, 0, false))).isEqualTo(micros);
    }

    @Test
    void no_more_tokens_can_be_cached_than_there_are() {
        assertThat(SMALL.of(new Consumption(1_000_000, 0, MOST, 0, false))).isEqualTo(75_000);
    }

    @Test
    void what_is_reserved_is_the_cost_of_the_dearer_kind_of_input() {
        assertThat(SMALL.atMost(1_000_000, 1_000_000)).isEqualTo(750_000);
        assertThat(new Prices(1, 2_000_000, 0).atMost(10, 10)).isEqualTo(20);
        assertThat(SMALL.atMost(7, 0)).isEqualTo(2);
    }

    @Test
    void what_stays_within_its_tokens_never_costs_more_than_was_reserved() {
        var random = new Random(11);
        for (int round = 0; round < 100_000; round++) {
            var prices = new Prices(random.nextInt(3_000_000), random.nextInt(3_000_000), random.nextInt(3_000_000));
            long input = random.nextInt(2_000);
            long output = random.nextInt(2_000);
            var used = new Consumption(
                    random.nextLong(input + 1), random.nextLong(output + 1), random.nextInt(2_000), 0, false);

            assertThat(prices.of(used)).isBetween(0L, prices.atMost(input, output));
        }
    }

    @Test
    void the_largest_numbers_do_not_wrap_round() {
        var dear = new Prices(MOST, MOST, MOST);

        assertThat(dear.atMost(MOST, MOST)).isEqualTo(Long.MAX_VALUE);
        assertThat(dear.of(new Consumption(MOST, MOST, 0, 0, false))).isEqualTo(MOST);
        assertThat(new Prices(MOST, 0, 0).of(new Consumption(1_000_000, 0, 0, 0, false)))
                .isEqualTo(MOST);
        assertThat(new Prices(MOST, 0, 0).atMost(1_000_001, 0)).isEqualTo(9_007_208_261_940_246L);
    }

    @Test
    void prices_are_from_0_to_the_largest_exact_number() {
        assertThatThrownBy(() -> new Prices(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Prices(0, MOST + 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cost_that_the_provider_named_stands() {
        assertThat(new Consumption(1_000_000, 0, 0, 7, false)
                        .priced(Tariff.ofAny(SMALL))
                        .costMicros())
                .isEqualTo(7);
        assertThat(new Consumption(1_000_000, 0, 0, 0, false)
                        .priced(Tariff.ofAny(SMALL))
                        .costMicros())
                .isEqualTo(150_000);
        assertThat(new Consumption(0, 0, 0, 0, false)
                        .priced(Tariff.ofAny(SMALL))
                        .costMicros())
                .isZero();
    }
}
