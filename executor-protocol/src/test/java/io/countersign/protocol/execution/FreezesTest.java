package io.countersign.protocol.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Actions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezesTest {

    private static final Instant APPROVED_AT = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "all, true",
        "tenant/acme, true",
        "tenant/acm, false",
        "tenant/other, false",
        "action/orders.refund, true",
        "action/orders.*, true",
        "action/*, true",
        "action/orders, false",
        "action/llm.*, false",
    })
    void a_scope_holds_what_it_names_and_nothing_else(String scope, boolean holds) {
        var freezes = Freezes.NONE.with(scope, null);

        assertThat(freezes.holding(Actions.named("orders.refund"), APPROVED_AT).isPresent())
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"''", "everything", "team/x"})
    void an_order_to_stop_that_we_cannot_read_stops_everything(String scope) {
        var freezes = Freezes.NONE.with(scope, null);

        assertThat(freezes.holding(Actions.named("orders.refund"), APPROVED_AT)).hasValue(scope);
    }

    @Test
    void a_freeze_ends_with_its_tombstone() {
        var freezes = Freezes.NONE.with("all", null).with("tenant/acme", null).without("all");

        assertThat(freezes.holding(Actions.of("acme"), APPROVED_AT)).hasValue("tenant/acme");
        assertThat(freezes.holding(Actions.of("other"), APPROVED_AT)).isEmpty();
    }

    @Test
    void a_freeze_with_an_end_does_not_hold_what_was_approved_after_it() {
        var freezes = Freezes.NONE.with("all", APPROVED_AT);

        assertThat(freezes.holding(Actions.of("acme"), APPROVED_AT.minusMillis(1)))
                .hasValue("all");
        assertThat(freezes.holding(Actions.of("acme"), APPROVED_AT)).isEmpty();
    }
}
