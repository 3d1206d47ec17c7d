package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class PolicyStreamConfigTest {

    @Test
    void everything_has_a_default() {
        var config = TestSettings.config(Map.of());

        assertThat(config.kafka()).isEqualTo("127.0.0.1:9092");
        assertThat(config.registry()).isEqualTo("http://127.0.0.1:8081/apis/ccompat/v7");
        assertThat(config.partitions()).isEqualTo(4);
        assertThat(config.replication()).isEqualTo(1);
        assertThat(config.readWithin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.adoptedWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.clockStep()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.streams().applicationId()).isEqualTo("countersign-policy-stream");
        assertThat(config.streams().threads()).isEqualTo(1);
        assertThat(config.streams().sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.streams().heartbeatInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.streams().maxPollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.streams().answerWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.streams().transactionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.streams().standbys()).isZero();
    }

    @Test
    void every_property_is_mapped() {
        var config = TestSettings.config(Map.ofEntries(
                Map.entry("kafka", "k:1"),
                Map.entry("registry", "http://r"),
                Map.entry("partitions", "12"),
                Map.entry("replication", "3"),
                Map.entry("signing-key", "/key.json"),
                Map.entry("state", "/state"),
                Map.entry("advertised", "h:2"),
                Map.entry("read-within", "3s"),
                Map.entry("adopted-within", "4s"),
                Map.entry("clock-step", "5s"),
                Map.entry("streams.application-id", "app"),
                Map.entry("streams.threads", "7"),
                Map.entry("streams.commit-interval", "20ms"),
                Map.entry("streams.commit-interval-behind", "70ms"),
                Map.entry("streams.poll", "6ms"),
                Map.entry("streams.session-timeout", "8s"),
                Map.entry("streams.heartbeat-interval", "1s"),
                Map.entry("streams.max-poll-interval", "31s"),
                Map.entry("streams.answer-within", "12s"),
                Map.entry("streams.transaction-timeout", "11s"),
                Map.entry("streams.standbys", "1"),
                Map.entry("streams.store-memory", "64M")));

        assertThat(config.signingKey()).isEqualTo(Path.of("/key.json"));
        assertThat(config.registry()).isEqualTo("http://r");
        assertThat(config.partitions()).isEqualTo(12);
        assertThat(config.readWithin()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.adoptedWithin()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.clockStep()).isEqualTo(Duration.ofSeconds(5));
        assertThat(StreamsSettings.of(config))
                .containsEntry(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "k:1")
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "app")
                .containsEntry(StreamsConfig.APPLICATION_SERVER_CONFIG, "h:2")
                .containsEntry(StreamsConfig.STATE_DIR_CONFIG, "/state")
                .containsEntry(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3)
                .containsEntry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 7)
                .containsEntry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1)
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 70L)
                .containsEntry("countersign.commit.soon.ms", 20L)
                .containsEntry(StreamsConfig.POLL_MS_CONFIG, 6L)
                .containsEntry("main.consumer.session.timeout.ms", 8_000)
                .containsEntry("main.consumer.heartbeat.interval.ms", 1_000)
                .containsEntry("main.consumer.max.poll.interval.ms", 31_000)
                .containsEntry("main.consumer.default.api.timeout.ms", 12_000)
                .containsEntry("main.consumer.request.timeout.ms", 12_000)
                .containsEntry("producer.transaction.timeout.ms", 11_000)
                .containsEntry(SharedStoreMemory.BYTES, 64L * 1024 * 1024);
    }

    @Test
    void the_streams_accept_their_settings_and_are_exactly_once() {
        var settings = new StreamsConfig(StreamsSettings.of(TestSettings.config(Map.of())));

        assertThat(settings.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(settings.getMainConsumerConfigs("group", "client", 0))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("group.protocol", "classic");
    }
}
