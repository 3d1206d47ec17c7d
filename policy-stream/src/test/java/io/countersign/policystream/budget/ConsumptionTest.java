package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumptionTest {

    @ParameterizedTest
    @CsvSource({"TOKENS,50", "INPUT_TOKENS,30", "OUTPUT_TOKENS,20", "REQUESTS,1", "COST_MICROS,7"})
    void each_unit_counts_its_own(Unit unit, long amount) {
        var used = new Consumption(30, 20, 10, 7, false);

        assertThat(used.in(unit)).isEqualTo(amount);
    }

    @Test
    void a_report_below_nothing_is_nothing_and_one_beyond_exactness_is_the_most() {
        var used = new Consumption(-1, Long.MAX_VALUE, Long.MIN_VALUE, -7, false);

        assertThat(used).isEqualTo(new Consumption(0, Consumption.MOST, 0, 0, false));
        assertThat(used.in(Unit.TOKENS)).isEqualTo(Consumption.MOST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            small                | small
            meta/llama-3:70b     | meta/llama-3:70b
            none                 | none
            ``                   | none
            -small               | none
            say \u202ehello      | none
            """)
    void a_model_is_named_by_a_name_or_not_at_all(@Nullable String said, @Nullable String taken) {
        assertThat(new Consumption(0, 0, 0, 0, false, said).model()).isEqualTo(taken);
        assertThat(new Consumption(0, 0, 0, 0, false, "m".repeat(128)).model()).hasSize(128);
        assertThat(new Consumption(0, 0, 0, 0, false, "m".repeat(129)).model()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void a_unit_is_found_by_its_name_in_documents(Unit unit) {
        assertThat(Unit.named(unit.text())).contains(unit);
        assertThat(Unit.named(unit.text().toUpperCase(java.util.Locale.ROOT))).isEmpty();
    }
}
