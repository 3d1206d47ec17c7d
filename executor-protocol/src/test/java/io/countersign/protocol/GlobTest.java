package io.countersign.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "orders.refund, orders.refund, true",
        "orders.refund, orders.refunds, false",
        "orders.refund, ordersxrefund, false",
        "orders.*, orders.refund, true",
        "orders.*, orders.refund.partial, true",
        "orders.*, orders, false",
        "*, anything.at-all, true",
        "*.read, files.deep.read, true",
        "*.read, files.reads, false",
        "a*b*c, a.x.b.y.c, true",
    })
    void a_star_stands_for_any_characters_and_everything_else_for_itself(String glob, String name, boolean fits) {
        assertThat(new Glob(glob).matches(name)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "orders refund", "orders.{a,b}", "x\\Ey"})
    void what_is_no_pattern_of_action_names_is_refused(String text) {
        assertThatThrownBy(() -> new Glob(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
