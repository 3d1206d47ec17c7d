package io.countersign.protocol.kafka;

import io.countersign.contract.Topics;
import io.countersign.protocol.Cancellation;
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
import java.util.List;
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
            }
        }
    }

    /** Where what is written from now on begins: earlier probes are not answered, the broker repeats them. */
    private static Map<TopicPartition, Long> begin(Consumer<byte[], byte[]> consumer) {
        var partitions = consumer.partitionsFor(Topics.DIRECTIVES).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(List.of());
        var since = Instant.now().minus(LOOK_BACK).toEpochMilli();
        consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(each -> each, each -> since)))
                .forEach((partition, found) -> {
                    if (found != null) {
                        consumer.seek(partition, found.offset());
                    }
                });
        return consumer.endOffsets(partitions);
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
            case CANCEL -> attempts.callOff(key, Cancellation.REQUESTED);
            case REFUSED -> attempts.callOff(key, Cancellation.REFUSED);
            case PROBE -> {
                if (news) {
                    Probe.of(directive, key, record).ifPresent(probes::take);
                }
            }
            // A lease that was renewed needs no action; the rest is not for this library.
            case RENEWED, TOP_UP, UNRECOGNIZED -> {}
        }
    }
}
