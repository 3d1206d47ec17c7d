package io.countersign.policystream.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.TestBroker;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.v1.Cause;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.RecordHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recording of the real log, from an instant on. */
final class KafkaRecordingIT {

    private static final Owner OWNER = new Owner("acme", "recorded-" + UUID.randomUUID());

    private final TestBroker broker = TestBroker.shared();
    private final int partition = OWNER.partition(TestBroker.PARTITIONS);

    @Test
    void what_was_recorded_before_is_passed_over() throws Exception {
        var before = tell(1);
        var first = tellAfter(before.timestamp(), 2);
        tell(3);

        try (var recording = since(Instant.ofEpochMilli(first.timestamp()))) {
            assertThat(sequences(recording)).startsWith(2L).contains(3L).doesNotContain(1L);
        }
        try (var recording = since(Instant.now().plusSeconds(60))) {
            assertThat(sequences(recording)).isEmpty();
        }
        try (var recording = new KafkaRecording(broker::reader, broker.wire(), partition)) {
            assertThat(sequences(recording)).contains(1L, 2L, 3L);
        }
    }

    @Test
    void an_input_far_on_is_found_and_one_before_it_is_not_looked_for() throws Exception {
        var places = new ArrayList<RecordMetadata>();
        for (int sent = 0; sent < 12_000; sent++) {
            var send = broker.writer().send(new ProducerRecord<>(Topics.TICKS, partition, null, new byte[] {1}));
            if (sent % 6_000 == 0 || sent == 11_999) {
                places.add(send.get());
            }
        }

        try (var recording = new KafkaRecording(broker::reader, broker.wire(), partition)) {
            for (var place : places) {
                assertThat(recording.input(cause(place))).get().returns(place.offset(), input -> input.offset());
            }
            assertThat(recording.input(cause(places.getFirst()))).isEmpty();
        }
    }

    @Test
    void what_stood_when_it_begins_is_told_also_if_it_was_ended_since() throws Exception {
        var control = Control.newBuilder()
                .setKind(ControlKind.OVERRIDE)
                .setScope("calls/" + OWNER.key())
                .setLimit(7L)
                .setActor("acme/otto")
                .build();
        var key = ControlKeys.override("calls", OWNER.key());
        var set = control(key, control);
        var begin = tellAfter(set.timestamp(), 1);
        control(key, null);

        assertThat(standing(begin.timestamp())).contains(key);
        assertThat(standing(set.timestamp())).doesNotContain(key);
        assertThat(standing(tellAfter(begin.timestamp() + 1, 1).timestamp() + 60_000))
                .doesNotContain(key);
    }

    private List<String> standing(long at) {
        try (var recording = since(Instant.ofEpochMilli(at))) {
            return recording.standing().stream().map(ControlLog.Entry::key).toList();
        }
    }

    private KafkaRecording since(Instant instant) {
        return new KafkaRecording(broker::reader, broker.wire(), partition, instant);
    }

    private static List<Long> sequences(KafkaRecording recording) {
        var sequences = new ArrayList<Long>();
        recording.events().forEachRemaining(recorded -> {
            var event = recorded.event();
            if (event != null && event.getOwner().equals(OWNER.key())) {
                sequences.add(event.getSequence());
            }
        });
        return sequences;
    }

    private RecordMetadata tell(long sequence) throws Exception {
        var event = IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(OWNER.key())
                .setSequence(sequence)
                .setPreviousHash(RecordHash.NO_PREVIOUS)
                .setHash("")
                .setCause(new Cause(Topics.SUBMITTED, partition, 0L, null))
                .setActor("@broker")
                .setAt(Instant.EPOCH)
                .build();
        return broker.writer()
                .send(broker.owned(OWNER, Topics.EVENTS, OWNER.key(), event))
                .get();
    }

    /** Until the broker's clock has moved on. */
    private RecordMetadata tellAfter(long millis, long sequence) throws Exception {
        var told = tell(sequence);
        while (told.timestamp() <= millis) {
            told = tell(sequence);
        }
        return told;
    }

    private RecordMetadata control(String key, @Nullable SpecificRecord control) throws Exception {
        var value = control == null ? null : broker.wire().encode(Topics.CONTROLS, control);
        return broker.writer()
                .send(new ProducerRecord<>(Topics.CONTROLS, 0, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static Cause cause(RecordMetadata place) {
        return new Cause(place.topic(), place.partition(), place.offset(), null);
    }
}
