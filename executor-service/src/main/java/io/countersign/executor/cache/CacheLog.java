package io.countersign.executor.cache;

import io.countersign.contract.Topics;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.v1.CachedAnswer;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * The answers of all executors: reads all of {@code intents.cache} without a group, and writes what this one keeps. Nothing
 * waits for it: while the broker or the registry is away, a few answers wait to be shared, and further ones are asked for again.
 */
public final class CacheLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CacheLog.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** Only the thread that shares waits so long. */
    private static final String BLOCK_MILLIS = "10000";

    private final WireFormat wire;
    private final ExecutorSettings settings;
    private final StoredAnswers answers;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread reading;
    private final Sharing sharing;

    private CacheLog(ExecutorSettings settings, long bytes, Clock clock) {
        this.wire = WireFormat.of(settings.registryUrl());
        this.settings = settings;
        this.answers = new StoredAnswers(bytes);
        this.clock = clock;
        this.producer = new KafkaProducer<>(
                settings.kafkaProperties(Map.of(
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                        ProducerConfig.LINGER_MS_CONFIG, "5")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.reading = Thread.ofPlatform().name("countersign-cache").daemon().unstarted(this::keepReading);
        this.sharing = new Sharing(this::share, CLOSING);
    }

    /**
     * Starts to read, until it is closed.
     *
     * @param settings where to connect, and as whom
     * @param bytes about how much memory the answers may take
     */
    public static CacheLog start(ExecutorSettings settings, long bytes, Clock clock) {
        var log = new CacheLog(settings, bytes, clock);
        log.reading.start();
        return log;
    }

    /** The cache over what has been read. */
    public AnswerCache cache() {
        return new AnswerCache(answers, sharing, clock);
    }

    /** How many answers are at hand, about. */
    public long size() {
        return answers.size();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            reading.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sharing.close();
        producer.close(CLOSING);
        wire.close();
    }

    /** Asks the registry and waits for the broker, so on a thread for it. */
    private void share(String key, StoredAnswer answer) {
        var record = new CachedAnswer(
                answer.action(),
                answer.tenant(),
                answer.user(),
                answer.result(),
                answer.storedAt(),
                answer.expiresAt(),
                settings.instance());
        var value = wire.encode(Topics.CACHE, record);
        var unused = producer.send(
                new ProducerRecord<>(Topics.CACHE, key.getBytes(StandardCharsets.UTF_8), value), (sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("An answer is not shared with other executors. cause=%s", failure);
                    }
                });
    }

    private void keepReading() {
        while (isOpen()) {
            try {
                read();
            } catch (RegistryAwayException | KafkaException away) {
                LOG.warnf("The shared answers cannot be read; trying again. cause=%s", away);
                pause();
            } catch (RuntimeException defect) {
                LOG.error("A defect in reading the shared answers; trying again.", defect);
                pause();
            }
        }
    }

    private void read() {
        try (var consumer = new KafkaConsumer<>(
                settings.kafkaProperties(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            begin(consumer);
            while (isOpen()) {
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    private static void begin(Consumer<byte[], byte[]> consumer) {
        var partitions = consumer.partitionsFor(Topics.CACHE).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + Topics.CACHE);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(List.of());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        var key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            answers.remove(key);
            return;
        }
        switch (wire.decode(record.topic(), record.value(), CachedAnswer.class)) {
            case Decoded<CachedAnswer>(var answer) -> take(key, stored(answer));
            case Unreadable<CachedAnswer> unreadable ->
                LOG.warnf(
                        "An unreadable answer is ignored. partition=%d offset=%d reason=%s",
                        record.partition(), record.offset(), unreadable.message());
        }
    }

    private void take(String key, StoredAnswer answer) {
        if (clock.instant().isBefore(answer.expiresAt())) {
            answers.put(key, answer);
        } else {
            answers.remove(key);
        }
    }

    private static StoredAnswer stored(CachedAnswer answer) {
        return new StoredAnswer(
                answer.getTenant(),
                answer.getUser(),
                answer.getAction(),
                answer.getResult(),
                answer.getStoredAt(),
                answer.getExpiresAt());
    }

    private void pause() {
        try {
            if (closed.await(2, TimeUnit.SECONDS)) {
                LOG.debug("closed meanwhile");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }
}
