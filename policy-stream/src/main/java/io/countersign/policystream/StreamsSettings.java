package io.countersign.policystream;

import io.countersign.contract.Limits;
import io.countersign.policystream.stream.IntentTopology;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Our settings in Kafka Streams' words. */
public final class StreamsSettings {

    /** Room for a letter, the largest record that is written, and what surrounds it. */
    private static final int LARGEST_RECORD = Limits.DEAD_LETTER_BYTES + 64 * 1024;

    /**
     * What goes to a partition goes in few pieces: at Kafka's 16 kB, of which a changelog takes eight decisions, every
     * piece wakes the sender and is a request's work for the broker.
     */
    private static final int BATCH = 128 * 1024;

    /**
     * A broker that is still writing the last transaction's markers turns the next one's first records away. It is through
     * in a few milliseconds, so Kafka's 100 before the next try would be most of a decision's latency. Tries that go on
     * failing come ever more seldom, up to a second.
     */
    private static final int RETRY_BACKOFF_MILLIS = 5;

    /**
     * A state that is read anew is there, so that a fetch need not wait for more of it: Kafka's 500 would be half a second
     * of a start for every few partitions.
     */
    private static final int RESTORE_WAIT_MILLIS = 50;

    private StreamsSettings() {}

    /** What the deciding and viewing streams run with. */
    public static Properties of(PolicyStreamConfig config) {
        var streams = config.streams();
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, streams.applicationId());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka());
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.advertised());
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, config.state().toAbsolutePath().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streams.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, streams.standbys());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replication());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                streams.commitIntervalBehind().toMillis());
        settings.put(IntentTopology.COMMIT_SOON, streams.commitInterval().toMillis());
        settings.put(StreamsConfig.POLL_MS_CONFIG, streams.poll().toMillis());
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedStoreMemory.class);
        settings.put(SharedStoreMemory.BYTES, streams.storeMemory().asLongValue());
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), LARGEST_RECORD);
        settings.put(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), millis(streams.transactionTimeout()));
        settings.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_RECORD);
        settings.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), BATCH);
        settings.put(producer(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MILLIS);
        settings.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), RESTORE_WAIT_MILLIS);
        settings.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(streams.sessionTimeout()));
        settings.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(streams.heartbeatInterval()));
        settings.put(main(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), millis(streams.maxPollInterval()));
        settings.put(main(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG), millis(streams.answerWithin()));
        settings.put(main(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), millis(streams.answerWithin()));
        settings.put(main(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return settings;
    }

    /** What the streams beside those that decide run with: groups of their own, which keep nothing. */
    public static Properties beside(PolicyStreamConfig config, String applicationId) {
        var settings = of(config);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                config.streams().commitInterval().toMillis());
        return settings;
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }

    private static String main(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
