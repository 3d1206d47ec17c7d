package io.countersign.protocol.kafka;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Topics;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.execution.Freezes;
import io.countersign.wire.ControlRecord;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The freezes in {@code policy.controls}, read from the beginning with an assigned consumer. An answer is never older than
 * its question: the topic is read to the end that it had after the question was put, one look at the end for all questions
 * that wait. While the broker is away there is no answer, and so no call.
 */
final class ControlLog {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLog.class);
    private static final TopicPartition CONTROLS = new TopicPartition(Topics.CONTROLS, 0);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long IDLE_MILLIS = 200;

    /**
     * A broker answers the requests of one connection one after the other: a fetch that waits for records would keep the
     * look at the end waiting, and with it every call.
     */
    private static final Map<String, String> NEVER_WAITING = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "1");

    private final ExecutorSettings settings;
    private final WireFormat wire;
    private final BooleanSupplier open;
    private final LinkedBlockingQueue<CompletableFuture<Freezes>> questions = new LinkedBlockingQueue<>();

    ControlLog(ExecutorSettings settings, WireFormat wire, BooleanSupplier open) {
        this.settings = settings;
        this.wire = wire;
        this.open = open;
    }

    /** The freezes in force now or later; completes exceptionally only when the executor closes. */
    CompletableFuture<Freezes> now() {
        var question = new CompletableFuture<Freezes>();
        questions.add(question);
        if (!open.getAsBoolean()) {
            abandonQuestions();
        }
        return question;
    }

    /** Reads until the executor closes; whoever runs it starts it again after a failure. */
    void read() {
        try (var consumer = new KafkaConsumer<>(
                ClientProperties.ofConsumer(settings, NEVER_WAITING),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(CONTROLS));
            consumer.seekToBeginning(List.of(CONTROLS));
            var freezes = readToEnd(consumer, Freezes.NONE);
            while (open.getAsBoolean()) {
                freezes = answer(consumer, freezes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!open.getAsBoolean()) {
                abandonQuestions();
            }
        }
    }

    private Freezes answer(Consumer<byte[], byte[]> consumer, Freezes known) throws InterruptedException {
        var first = questions.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return apply(consumer, Duration.ZERO, known);
        }
        var asked = new ArrayList<>(List.of(first));
        questions.drainTo(asked);
        try {
            var freezes = readToEnd(consumer, known);
            asked.forEach(question -> question.complete(freezes));
            return freezes;
        } finally {
            asked.stream().filter(question -> !question.isDone()).forEach(questions::add);
        }
    }

    private Freezes readToEnd(Consumer<byte[], byte[]> consumer, Freezes known) {
        var freezes = known;
        var end = consumer.endOffsets(List.of(CONTROLS)).getOrDefault(CONTROLS, 0L);
        while (consumer.position(CONTROLS) < end && open.getAsBoolean()) {
            freezes = apply(consumer, POLL, freezes);
        }
        return freezes;
    }

    private Freezes apply(Consumer<byte[], byte[]> consumer, Duration timeout, Freezes known) {
        var freezes = known;
        for (var record : consumer.poll(timeout)) {
            freezes = applied(freezes, record);
        }
        return freezes;
    }

    private Freezes applied(Freezes freezes, ConsumerRecord<byte[], byte[]> record) {
        var key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return ControlKeys.frozenScope(key)
                .map(scope -> applied(freezes, scope, record))
                .orElse(freezes);
    }

    /** A registry that is away throws, so that the log is read again: until then there is no answer, and so no call. */
    private Freezes applied(Freezes freezes, String scope, ConsumerRecord<byte[], byte[]> record) {
        return switch (ControlRecord.read(record.key(), record.value(), wire)) {
            case ControlRecord.Standing(var key, var control) -> {
                LOG.info("A freeze is in force. scope={}", scope);
                yield freezes.with(scope, control.getUntil());
            }
            case ControlRecord.Ended ended -> {
                LOG.info("A freeze has ended. scope={}", scope);
                yield freezes.without(scope);
            }
            case ControlRecord.Ignored ignored -> freezes;
        };
    }

    private void abandonQuestions() {
        for (var question = questions.poll(); question != null; question = questions.poll()) {
            question.completeExceptionally(new AbandonedException("the executor closes"));
        }
    }
}
