package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final TopicPartition ONE = new TopicPartition("intents.approved.orders.refund", 1);
    private static final TopicPartition TWO = new TopicPartition("intents.approved.orders.refund", 2);

    private final Claims claims = new Claims();

    @Test
    void each_partition_is_committed_as_far_as_it_is_settled() {
        settle(claims.take(ONE, 5), 5);
        claims.take(ONE, 6);
        claims.take(TWO, 9);

        assertThat(claims.committable()).containsExactly(entry(ONE, new OffsetAndMetadata(6)));
    }

    @Test
    void who_waits_for_a_commit_goes_on_once_the_broker_has_it() {
        var first = settle(claims.take(ONE, 0), 0);
        var second = settle(claims.take(ONE, 1), 1);

        claims.committed(Map.of(ONE, new OffsetAndMetadata(1)));

        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(claims.committable()).containsExactly(entry(ONE, new OffsetAndMetadata(2)));
    }

    @Test
    void what_is_lost_is_never_committed_and_nobody_waits_for_it_in_vain() {
        var waiting = settle(claims.take(ONE, 0), 0);
        var kept = settle(claims.take(TWO, 3), 3);

        claims.lose(claims.on(List.of(ONE)));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(kept).isNotDone();
        assertThat(claims.committable()).containsOnlyKeys(TWO);
    }

    @Test
    void a_commit_asked_before_a_partition_went_says_nothing_about_the_claim_after_it_came_back() {
        settle(claims.take(ONE, 0), 0);
        var asked = claims.copy();
        claims.lose(claims.on(List.of(ONE)));
        var again = settle(claims.take(ONE, 0), 0);

        asked.committed(Map.of(ONE, new OffsetAndMetadata(1)));

        assertThat(again).isNotDone();
        assertThat(claims.committable()).containsExactly(entry(ONE, new OffsetAndMetadata(1)));
    }

    @Test
    void nothing_begins_on_what_is_released_and_what_crosses_is_seen() {
        var crossed = claims.take(ONE, 0);
        assertThat(crossed.enter()).isTrue();

        var leaving = claims.on(List.of(ONE));
        leaving.release();

        assertThat(crossed.enter()).isFalse();
        assertThat(crossed.isHeld()).isTrue();
        assertThat(leaving.isCrossed()).isTrue();
        crossed.leave();
        assertThat(leaving.isCrossed()).isFalse();
        claims.lose(leaving);
        assertThat(crossed.isHeld()).isFalse();
    }

    @Test
    void all_can_be_lost_at_once() {
        var waiting = settle(claims.take(ONE, 0), 0);

        claims.lose(claims);

        assertThat(waiting).isCompletedExceptionally();
        assertThat(claims.committable()).isEmpty();
    }

    private static CompletableFuture<Void> settle(Claim claim, long offset) {
        var committed = new CompletableFuture<Void>();
        claim.settled(offset, committed);
        return committed;
    }
}
