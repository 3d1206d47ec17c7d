package io.countersign.protocol.kafka;

import io.countersign.contract.Topics;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.Directive;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all of {@code intents.directives} without a group, and passes on what concerns attempts that run here, and what
 * this executor may look up.
 */
final class DirectiveLog {

    private static final Logger LOG = LoggerFactory.getLogger(DirectiveLog.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** How far back it reads at first, for directives about approvals that this process will read only now. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);

    private final ExecutorSettings settings;
    private final WireFormat wire;
    private final RunningAttempts attempts;
    private final Probes probes;
    private final BooleanSupplier open;
    private volatile boolean caughtUp;

    DirectiveLog(
            ExecutorSettings settings, WireFormat wire, RunningAttempts attempts, Probes probes, BooleanSupplier open) {
        this.settings = settings;
        this.wire = wire;
        this.attempts = attempts;
        this.probes = probes;
        this.open = open;
    }

    /** Reads until the executor closes. */
    void read() {
        try (var consumer = new KafkaConsumer<>(
                ClientProperties.ofConsumer(settings, Map.of()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var news = begin(consumer);
            while (open.getAsBoolean()) {
                consumer.poll(POLL).forEach(record -> passOn(record, isNews(record, news)));
                caughtUp = caughtUp || hasReached(consumer, news);
            }
        }
    }

    /**
     * True once it has read what lay there at its start: from then on it knows what was called off, and hears what answers a
     * STARTED as soon as it is written.
     */
    boolean isCaughtUp() {
        return caughtUp;
    }

    private static boolean hasReached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Where what is written from now on begins: earlier probes are not answered, the broker repeats them. */
    private static Map<TopicPartition, Long> begin(Consumer<byte[], byte[]> consumer) {
        var partitions = consumer.partitionsFor(Topics.DIRECTIVES).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        var since = Instant.now().minus(LOOK_BACK).toEpochMilli();
        consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(each -> each, each -> since)))
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
        return ends;
    }

    private static boolean isNews(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> news) {
        return record.offset() >= news.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private void passOn(ConsumerRecord<byte[], byte[]> record, boolean news) {
        var reading = new Patience(open).until(() -> {
            try {
                return wire.decode(record.topic(), record.value(), Directive.class);
            } catch (RegistryAwayException e) {
                throw new AwayException("the schema registry is away", e);
            }
        });
        switch (reading) {
            case Decoded<Directive>(var directive) when record.key() != null -> passOn(directive, record, news);
            case Decoded<Directive> keyless ->
                LOG.warn("A directive without a key is ignored. offset={}", record.offset());
            case Unreadable<Directive> unreadable ->
                LOG.warn(
                        "An unreadable directive is ignored. partition={} offset={} reason={}",
                        record.partition(),
                        record.offset(),
                        unreadable.message());
        }
    }

    private void passOn(Directive directive, ConsumerRecord<byte[], byte[]> record, boolean news) {
        var owner = new String(record.key(), StandardCharsets.UTF_8);
        var key = new AttemptKey(owner, directive.getId(), directive.getAttempt());
        switch (directive.getKind()) {
            case CANCEL -> attempts.callOff(key);
            // These answer what one execution has reported; what names no run answers none of ours.
            case RENEWED -> attempts.goAhead(key, directive.getRun());
            case REFUSED -> attempts.refuse(key, directive.getRun());
            case PROBE -> {
                if (news) {
                    Probe.of(directive, key, record).ifPresent(probes::take);
                }
            }
            // Not for this library.
            case TOP_UP, UNRECOGNIZED -> {}
        }
    }
}
