package io.countersign.protocol.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Actions;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.execution.Clearance.Cleared;
import io.countersign.protocol.execution.Clearance.TooLate;
import io.countersign.protocol.execution.Clearance.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClearanceTest {

    private static final ApprovedAction ACTION = Actions.named("orders.refund");
    private static final Instant APPROVED_AT = Actions.START_BY.minusSeconds(120);

    @Test
    void an_action_that_nothing_holds_may_start() {
        assertThat(start(Freezes.NONE, false)).isEqualTo(new Cleared());
    }

    @Test
    void a_frozen_action_may_not_start() {
        assertThat(code(start(Freezes.NONE.with("action/orders.*", null), false)))
                .isEqualTo("FROZEN");
    }

    @Test
    void an_attempt_that_was_called_off_may_not_start() {
        assertThat(code(start(Freezes.NONE, true))).isEqualTo("CANCELLED");
    }

    @Test
    void what_would_be_announced_after_a_record_of_start_by_or_later_may_not_start() {
        assertThat(code(startAfter(Optional.of(Actions.START_BY)))).isEqualTo("START_BY_PASSED");
        assertThat(startAfter(Optional.of(Actions.START_BY.minusMillis(1)))).isEqualTo(new Cleared());
        assertThat(startAfter(Optional.empty())).isEqualTo(new Cleared());
    }

    @Test
    void a_start_that_was_appended_before_start_by_may_be_followed_by_the_call() {
        var receipt = new Receipt(2, Optional.of(Actions.START_BY.minusMillis(1)));

        assertThat(call(receipt)).isEqualTo(new Cleared());
    }

    @Test
    void start_by_itself_is_too_late() {
        var receipt = new Receipt(2, Optional.of(Actions.START_BY));

        assertThat(code(call(receipt))).isEqualTo("START_BY_PASSED");
    }

    @Test
    void a_start_on_another_partition_does_not_count() {
        var receipt = new Receipt(1, Optional.of(Actions.START_BY.minusMillis(1)));

        assertThat(code(call(receipt))).isEqualTo("WRONG_PARTITION");
    }

    @Test
    void a_start_without_an_append_time_does_not_count() {
        assertThat(code(call(new Receipt(2, Optional.empty())))).isEqualTo("NO_APPEND_TIME");
    }

    @Test
    void an_executor_that_was_held_up_for_as_long_as_a_lease_makes_no_call() {
        var receipt = new Receipt(2, Optional.of(Actions.START_BY.minusMillis(1)));
        var lease = ACTION.timeout().plus(Clearance.LEASE_MARGIN);

        assertThat(Clearance.toCall(ACTION, 2, receipt, lease.minusMillis(1))).isEqualTo(new Cleared());
        assertThat(Clearance.toCall(ACTION, 2, receipt, lease)).isInstanceOf(TooLate.class);
    }

    private static Clearance call(Receipt receipt) {
        return Clearance.toCall(ACTION, 2, receipt, Duration.ZERO);
    }

    private static Clearance start(Freezes freezes, boolean calledOff) {
        return Clearance.toStart(ACTION, APPROVED_AT, Optional.of(APPROVED_AT), freezes, calledOff);
    }

    private static Clearance startAfter(Optional<Instant> lastAppended) {
        return Clearance.toStart(ACTION, APPROVED_AT, lastAppended, Freezes.NONE, false);
    }

    private static String code(Clearance clearance) {
        return clearance instanceof Withheld(var failure) ? failure.code() : "cleared";
    }
}
