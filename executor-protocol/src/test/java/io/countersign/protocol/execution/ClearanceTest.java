package io.countersign.protocol.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Actions;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.execution.Clearance.Cleared;
import io.countersign.protocol.execution.Clearance.Refused;
import io.countersign.protocol.execution.Clearance.TooLate;
import io.countersign.protocol.execution.Clearance.Waiting;
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

    @Test
    void what_must_not_happen_twice_is_called_with_a_go_ahead() {
        assertThat(once(true, Optional.empty(), Duration.ofMillis(20))).isEqualTo(new Cleared());
    }

    @Test
    void what_must_not_happen_twice_waits_while_nobody_says_that_its_start_counts() {
        var limit = Clearance.GO_AHEAD_WITHIN;

        assertThat(waited(false, limit.minusMillis(1))).isEqualTo(new Waiting());
        assertThat(code(waited(false, limit))).isEqualTo("NO_GO_AHEAD");
        assertThat(waited(true, limit)).isEqualTo(new Cleared());
    }

    @Test
    void a_go_ahead_counts_for_as_long_as_the_latest_word_leaves_the_call_its_time() {
        var limit = Clearance.BEGINS_WITHIN;

        assertThat(once(true, Optional.empty(), limit.minusMillis(1))).isEqualTo(new Cleared());
        assertThat(code(once(true, Optional.empty(), limit))).isEqualTo("NO_GO_AHEAD");
    }

    @Test
    void a_further_word_prolongs_only_what_is_fresh() {
        assertThat(Clearance.isFresh(Clearance.BEGINS_WITHIN.minusMillis(1))).isTrue();
        assertThat(Clearance.isFresh(Clearance.BEGINS_WITHIN)).isFalse();
    }

    @Test
    void whoever_is_refused_makes_no_call_whatever_else_was_said() {
        assertThat(once(true, Optional.of(Cancellation.REFUSED), Duration.ZERO)).isInstanceOf(Refused.class);
    }

    @Test
    void what_is_called_off_while_it_waits_makes_no_call() {
        assertThat(code(once(true, Optional.of(Cancellation.REQUESTED), Duration.ZERO)))
                .isEqualTo("CANCELLED");
        assertThat(code(once(false, Optional.of(Cancellation.SHUTDOWN), Duration.ZERO)))
                .isEqualTo("EXECUTOR_CLOSED");
    }

    @Test
    void whoever_waited_for_as_long_as_a_lease_says_so_in_a_way_that_still_counts() {
        var lease = ACTION.timeout().plus(Clearance.LEASE_MARGIN);

        assertThat(once(true, Optional.empty(), lease)).isInstanceOf(TooLate.class);
        assertThat(once(false, Optional.of(Cancellation.REFUSED), lease)).isInstanceOf(TooLate.class);
    }

    @Test
    void a_call_that_begins_at_the_last_moment_ends_within_its_lease() {
        assertThat(Clearance.BEGINS_WITHIN).isLessThan(Clearance.LEASE_MARGIN);
        assertThat(Clearance.RENEWED_EVERY).isLessThan(Clearance.BEGINS_WITHIN);
    }

    private static Clearance once(boolean goAhead, Optional<Cancellation> cancellation, Duration sinceSent) {
        return Clearance.toCallOnce(ACTION, goAhead, cancellation, sinceSent, sinceSent);
    }

    /** Its latest word has just been sent. */
    private static Clearance waited(boolean goAhead, Duration sinceStarted) {
        return Clearance.toCallOnce(ACTION, goAhead, Optional.empty(), Duration.ZERO, sinceStarted);
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
