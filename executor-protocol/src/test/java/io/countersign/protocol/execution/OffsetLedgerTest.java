package io.countersign.protocol.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetLedgerTest {

    @Test
    void what_is_settled_out_of_order_waits_for_the_lowest() {
        var ledger = new OffsetLedger(10);
        ledger.taken(10);
        ledger.taken(11);
        ledger.taken(12);

        ledger.settled(12);
        ledger.settled(11);
        assertThat(ledger.committable()).isEmpty();

        ledger.settled(10);
        assertThat(ledger.committable()).hasValue(13);
    }

    @Test
    void offsets_that_carry_no_record_for_us_are_no_gap() {
        var ledger = new OffsetLedger(0);
        ledger.taken(3);
        ledger.taken(7);

        ledger.settled(3);
        assertThat(ledger.committable()).hasValue(7);

        ledger.settled(7);
        assertThat(ledger.committable()).hasValue(8);
    }

    @Test
    void only_what_the_broker_acknowledged_is_covered() {
        var ledger = new OffsetLedger(0);
        ledger.taken(0);

        ledger.settled(0);
        assertThat(ledger.covers(0)).isFalse();

        ledger.committed(1);
        assertThat(ledger.covers(0)).isTrue();
        assertThat(ledger.covers(1)).isFalse();
        assertThat(ledger.committable()).isEmpty();
    }

    @Test
    void a_record_is_taken_once() {
        var ledger = new OffsetLedger(5);
        ledger.taken(5);

        assertThatThrownBy(() -> ledger.taken(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void in_any_order_no_unsettled_record_is_ever_below_what_may_be_committed(long seed) {
        var random = new Random(seed);
        var ledger = new OffsetLedger(0);
        var open = new ArrayList<Long>();
        var everOpen = new HashSet<Long>();
        var next = 0L;
        for (var step = 0; step < 5_000; step++) {
            if (open.isEmpty() || random.nextInt(3) > 0) {
                next += random.nextInt(3);
                ledger.taken(next);
                open.add(next);
                everOpen.add(next);
                next++;
            } else {
                ledger.settled(open.remove(random.nextInt(open.size())));
            }
            var committable = ledger.committable();
            var lowestOpen = open.stream().mapToLong(Long::longValue).min().orElse(next);
            committable.ifPresent(offset -> assertThat(offset).isLessThanOrEqualTo(lowestOpen));
            if (random.nextBoolean()) {
                committable.ifPresent(ledger::committed);
            }
        }
        open.forEach(ledger::settled);
        ledger.committable().ifPresent(ledger::committed);
        assertThat(everOpen).allMatch(ledger::covers);
    }
}
