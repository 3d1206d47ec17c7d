package io.countersign.provisioning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.contract.Topics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPlanTest {
    private final Map<String, TopicSpec> topics =
            new TopicPlan(12, 3).topics().stream().collect(Collectors.toMap(TopicSpec::name, Function.identity()));

    @Test
    void every_topic_of_the_contract_is_planned() {
        assertThat(topics.keySet()).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @Test
    void policy_has_one_partition_and_everything_else_as_many_as_configured() {
        assertThat(topics.values())
                .allSatisfy(topic ->
                        assertThat(topic.partitions()).isEqualTo(topic.name().startsWith("policy.") ? 1 : 12));
        assertThat(new TopicPlan(12, 3).approved("orders.refund").partitions()).isEqualTo(12);
    }

    @Test
    void every_record_is_stamped_by_the_broker_and_replicated() {
        assertThat(topics.values()).allSatisfy(topic -> {
            assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime");
            assertThat(topic.replication()).isEqualTo((short) 3);
            assertThat(topic.settings()).containsEntry("min.insync.replicas", "2");
        });
        assertThat(new TopicPlan(4, 1).topics())
                .noneSatisfy(topic -> assertThat(topic.settings()).containsKey("min.insync.replicas"));
    }

    @ParameterizedTest
    @CsvSource({
        "intents.inbox,3600000",
        "intents.submitted,2592000000",
        "intents.cancellations,2592000000",
        "intents.sessions,2592000000",
        "intents.reviews,2592000000",
        "intents.outcomes,2592000000",
        "intents.ticks,86400000",
        "intents.directives,86400000",
        "intents.events,34560000000",
        "intents.replies,86400000",
        "intents.output,86400000",
        "intents.dead-letter,2592000000",
        "intents.tranches,2592000000",
        "policy.bundles,-1",
    })
    void records_are_kept_as_long_as_the_contract_says(String topic, String millis) {
        assertThat(settings(topic)).containsEntry("cleanup.policy", "delete").containsEntry("retention.ms", millis);
    }

    @Test
    void contents_and_controls_are_compacted_and_tombstones_obeyed_within_a_day() {
        assertThat(settings(Topics.CONTENTS))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("segment.ms", "3600000")
                .containsEntry("max.compaction.lag.ms", "86400000");
        assertThat(settings(Topics.CONTROLS)).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void what_is_cached_is_compacted_and_forgotten_after_a_week() {
        assertThat(settings(Topics.CACHE))
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", "604800000");
    }

    @ParameterizedTest
    @CsvSource({
        "intents.submitted,1048576",
        "intents.inbox,1048576",
        "intents.reviews,4194304",
        "intents.dead-letter,4194304",
        "policy.bundles,16777216"
    })
    void the_largest_value_fits_with_its_key_and_headers(String topic, int largest) {
        assertThat(Integer.parseInt(settings(topic).get("max.message.bytes")))
                .isEqualTo(largest + TopicPlan.RECORD_OVERHEAD);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-1,1", "4,0", "4,40000"})
    void numbers_that_no_broker_accepts_are_refused(int partitions, int replication) {
        assertThatThrownBy(() -> new TopicPlan(partitions, replication)).isInstanceOf(IllegalArgumentException.class);
    }

    private Map<String, String> settings(String topic) {
        return requireNonNull(topics.get(topic)).settings();
    }
}
