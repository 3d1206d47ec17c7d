package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.ActionGlob;
import io.countersign.protocol.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final String SLOW = "intents.approved.orders.refund";
    private static final String QUICK = "intents.approved.orders.read";

    private final Claim claim = new Claim(0);
    private final Lanes lanes = new Lanes(new ApprovedTopics(List.of(
            new Subscription(new ActionGlob("orders.refund"), 2), new Subscription(new ActionGlob("orders.*"), 8))));
    private final List<String> started = new ArrayList<>();
    private final List<Lane> startedIn = new ArrayList<>();

    @Test
    void so_many_of_one_action_run_at_a_time_and_others_are_not_held_back() {
        add(SLOW, 0, 1, 2, 3);
        add(QUICK, 0);

        startNext();

        assertThat(started).containsExactlyInAnyOrder(SLOW + "@0", SLOW + "@1", QUICK + "@0");
    }

    @Test
    void of_a_lane_in_which_something_waits_no_more_is_read() {
        add(SLOW, 0, 1, 2);
        add(QUICK, 0);
        startNext();
        var partitions = List.of(new TopicPartition(SLOW, 3), new TopicPartition(QUICK, 3));

        assertThat(lanes.full(partitions)).containsExactly(new TopicPartition(SLOW, 3));

        startedIn.getFirst().finished();
        startedIn.getLast().finished();
        startNext();

        assertThat(lanes.full(partitions)).isEmpty();
        assertThat(started).contains(SLOW + "@2");
    }

    @Test
    void what_waits_on_a_partition_that_goes_is_forgotten() {
        add(SLOW, 0, 1, 2);
        startNext();
        claim.release();

        startedIn.forEach(Lane::finished);
        startNext();

        assertThat(started).containsExactly(SLOW + "@0", SLOW + "@1");
        assertThat(lanes.areIdle()).isTrue();
    }

    private void add(String topic, long... offsets) {
        for (var offset : offsets) {
            lanes.add(new Lane.Waiting(new ConsumerRecord<>(topic, 3, offset, new byte[0], new byte[0]), claim));
        }
    }

    private void startNext() {
        lanes.startNext((lane, approval) -> {
            startedIn.add(lane);
            started.add(approval.record().topic() + "@" + approval.record().offset());
        });
    }
}
