package io.countersign.stack.audit;

import io.countersign.audit.ChainAudit;
import io.countersign.audit.ContentAudit;
import io.countersign.audit.Place;
import io.countersign.contract.Topics;
import io.countersign.stack.StackException;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks the audit log of a running product, and the contents that it names, up to the ends of this moment. The log may
 * grow meanwhile: contents end behind the events that the check begins with, and the events behind all contents.
 */
public final class Verification {

    private final CommittedLog log;
    private final WireFormat wire;
    private final Map<TopicPartition, Long> beginnings;
    private final ChainAudit chains = new ChainAudit(this::beginsLater);
    private final ContentAudit contents = new ContentAudit(this::beginsLater);

    private Verification(CommittedLog log, WireFormat wire) {
        this.log = log;
        this.wire = wire;
        beginnings = log.beginnings(Topics.EVENTS);
    }

    /** Reads and checks everything at that broker, by the schemas of that registry. */
    public static Verdict of(String kafka, String registry) throws InterruptedException {
        try (var log = new CommittedLog(kafka);
                var wire = WireFormat.of(registry)) {
            return new Verification(log, wire).verdict();
        } catch (RegistryAwayException e) {
            throw new StackException("no answer from the schema registry at " + registry, e);
        }
    }

    private Verdict verdict() throws InterruptedException {
        var settled = log.ends(Topics.EVENTS);
        log.read(log.settledEnds(Topics.CONTENTS), this::content);
        log.read(
                log.settledEnds(Topics.EVENTS),
                record -> event(record, record.offset() < settled.getOrDefault(partitionOf(record), 0L)));
        return new Verdict(
                chains.heads(),
                chains.events(),
                contents.contents(),
                Stream.concat(chains.breaks().stream(), contents.breaks().stream())
                        .toList(),
                beginnings.entrySet().stream()
                        .filter(beginning -> beginning.getValue() > 0)
                        .collect(
                                Collectors.toMap(beginning -> beginning.getKey().partition(), Map.Entry::getValue)),
                chains.begunLater());
    }

    private void content(ConsumerRecord<byte[], byte[]> record) {
        var key = keyOf(record);
        if (record.value() == null) {
            contents.erased(key);
            return;
        }
        switch (wire.decodeAsWritten(Topics.CONTENTS, record.value(), IntentContent.class)) {
            case Decoded<GenericRecord>(var content) -> contents.content(placeOf(record), key, content);
            case Unreadable<GenericRecord> unreadable ->
                contents.unreadable(placeOf(record), key, unreadable.message());
        }
    }

    private void event(ConsumerRecord<byte[], byte[]> record, boolean settled) {
        switch (wire.decodeAsWritten(Topics.EVENTS, record.value(), IntentEvent.class)) {
            case Decoded<GenericRecord>(var event) -> {
                chains.event(placeOf(record), event);
                contents.event(event, settled);
            }
            case Unreadable<GenericRecord> unreadable ->
                chains.unreadable(placeOf(record), keyOf(record), unreadable.message());
        }
    }

    private boolean beginsLater(int partition) {
        return beginnings.getOrDefault(new TopicPartition(Topics.EVENTS, partition), 0L) > 0;
    }

    private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static Place placeOf(ConsumerRecord<?, ?> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    private static String keyOf(ConsumerRecord<byte[], ?> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
