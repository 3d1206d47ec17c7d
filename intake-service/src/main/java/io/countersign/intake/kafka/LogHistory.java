package io.countersign.intake.kafka;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.History;
import io.countersign.intake.channel.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was written before, read with one consumer for everybody who asks: see {@link LogScanner}. */
@Singleton
final class LogHistory implements History {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ANSWER_WITHIN_MS = (int) Duration.ofSeconds(5).toMillis();
    private static final int RECORDS_IN_A_FETCH = 2000;

    /** A broker answers one connection's requests in turn: a fetch that waits at the end would hold up every question. */
    private static final int FETCH_WAITS_MS = 5;

    private final int partitions;
    private final LogScanner scanner;

    LogHistory(IntakeConfig config, Entries entries) {
        this.partitions = config.partitions();
        this.scanner = new LogScanner(() -> consumer(config), entries);
    }

    @Override
    public Page read(Log log, String ownerKey, long from, long until) throws IOException, InterruptedException {
        var scan = new Scan(log, partition(log, ownerKey), ownerKey, from, until);
        scanner.add(scan);
        return answered(scan.page());
    }

    @Override
    public long end(Log log, String ownerKey) throws IOException, InterruptedException {
        var partition = partition(log, ownerKey);
        return ask(consumer -> LogScanner.end(consumer, partition));
    }

    @Override
    public long since(Log log, String ownerKey, Instant time) throws IOException, InterruptedException {
        var partition = partition(log, ownerKey);
        return ask(consumer -> {
            // The end first: what is appended between the two questions must not lie before the answer.
            long end = LogScanner.end(consumer, partition);
            var found = consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()))
                    .get(partition);
            return found == null ? end : Math.min(found.offset(), end);
        });
    }

    private long ask(Function<Consumer<String, byte[]>, Long> question) throws IOException, InterruptedException {
        return answered(scanner.ask(question));
    }

    /** Whoever gives up takes the question back. */
    private static <T> T answered(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("the broker does not answer", late);
        } catch (ExecutionException e) {
            throw new IOException("the broker does not answer", e.getCause());
        } finally {
            answer.cancel(false);
        }
    }

    private TopicPartition partition(Log log, String ownerKey) {
        return new TopicPartition(
                log == Log.EVENTS ? Topics.EVENTS : Topics.OUTPUT, Owner.partitionOf(ownerKey, partitions));
    }

    private static Consumer<String, byte[]> consumer(IntakeConfig config) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        config.kafka(),
                        "client.id",
                        "intake-service-history",
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        RECORDS_IN_A_FETCH,
                        "fetch.max.wait.ms",
                        FETCH_WAITS_MS,
                        "default.api.timeout.ms",
                        ANSWER_WITHIN_MS,
                        "request.timeout.ms",
                        ANSWER_WITHIN_MS,
                        "reconnect.backoff.max.ms",
                        1000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @PreDestroy
    void close() {
        scanner.close();
    }
}
