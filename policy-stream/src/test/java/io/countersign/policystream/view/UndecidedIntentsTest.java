package io.countersign.policystream.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Topics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class UndecidedIntentsTest {

    private static final TopicPartition LOG = new TopicPartition(Topics.SUBMITTED, 0);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UndecidedIntents undecided = new UndecidedIntents();

    @Test
    void a_decided_intent_stays_until_every_read_has_seen_its_decision() {
        undecided.add(intent("a", 7));

        undecided.decided(Map.of(LOG, 8L), 0);
        undecided.decided(Map.of(LOG, 8L), 9 * SECOND);
        assertThat(undecided.find(Told.ANA, "a")).isPresent();

        undecided.decided(Map.of(LOG, 8L), 10 * SECOND);
        assertThat(undecided.find(Told.ANA, "a")).isEmpty();
    }

    @Test
    void an_undecided_intent_stays_however_long_it_takes() {
        undecided.add(intent("a", 8));

        undecided.decided(Map.of(LOG, 8L), 0);
        undecided.decided(Map.of(LOG, 8L), 1000 * SECOND);
        undecided.decided(Map.of(LOG, 8L), 2000 * SECOND);

        assertThat(undecided.find(Told.ANA, "a")).isPresent();
    }

    @Test
    void a_repeat_does_not_take_the_place_of_the_first() {
        undecided.add(intent("a", 7));
        undecided.add(intent("a", 9));

        assertThat(undecided.of(Told.ANA)).extracting(UndecidedIntent::offset).containsExactly(7L);
    }

    @Test
    void what_waits_is_bounded_by_its_size() {
        var large = "x".repeat(256 * 1024);
        for (int i = 0; i < 255; i++) {
            undecided.add(intent("id-" + i, i, large));
        }
        assertThat(undecided.isFull()).isFalse();

        undecided.add(intent("one-more", 255, large));
        assertThat(undecided.isFull()).isTrue();

        undecided.decided(Map.of(LOG, 1L), 0);
        undecided.decided(Map.of(LOG, 1L), 10 * SECOND);
        assertThat(undecided.isFull()).isFalse();
    }

    private static UndecidedIntent intent(String id, long offset) {
        return intent(id, offset, "{}");
    }

    private static UndecidedIntent intent(String id, long offset, String parameters) {
        return new UndecidedIntent(Told.ANA, id, "orders.refund", null, parameters, Told.T0, LOG, offset);
    }
}
