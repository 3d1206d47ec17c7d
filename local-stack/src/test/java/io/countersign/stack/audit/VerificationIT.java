package io.countersign.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.audit.Break;
import io.countersign.audit.Break.Fault;
import io.countersign.audit.Head;
import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.stack.StackException;
import io.countersign.v1.Cause;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.RecordHash;
import io.countersign.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The audit log on a real broker, as it was written and damaged in every way that a disk or a person may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerificationIT {

    private static final LocalStack STACK = LocalStack.shared();
    private static final String OWNER = "acme/ana";
    private static final String ID = "0195a5b0-7c00-7000-8000-00000000002a";
    private static final int PARTITION = 2;

    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", STACK.broker().bootstrapServers()));
    private final WireFormat wire = WireFormat.of(STACK.registry().url());
    private final KafkaProducer<String, byte[]> producer = producer();

    @BeforeAll
    void provision() {
        STACK.provision();
        producer.initTransactions();
    }

    @BeforeEach
    void emptyTopics() throws Exception {
        STACK.provision();
        admin.deleteTopics(List.of(Topics.EVENTS, Topics.CONTENTS)).all().get();
        STACK.provision();
    }

    @AfterAll
    void close() {
        producer.close();
        wire.close();
        admin.close();
    }

    @Test
    void a_log_as_it_was_written_is_unbroken() throws Exception {
        var content = content("refund 5");
        var events = events(5, content);
        send(Topics.CONTENTS, OWNER + "/" + ID, List.of(encoded(content)));
        send(Topics.EVENTS, OWNER, encoded(events.subList(0, 3)));
        abort(encoded(events.get(1)));
        send(Topics.EVENTS, OWNER, encoded(events.subList(3, 5)));

        var verdict = verify();

        assertThat(verdict.breaks()).isEmpty();
        assertThat(verdict.events()).isEqualTo(5);
        assertThat(verdict.contents()).isEqualTo(1);
        assertThat(verdict.heads().all())
                .containsExactly(new Head(OWNER, 5, events.getLast().getHash()));
        assertThat(verdict.lines())
                .containsExactly(
                        "checked 1 owners, 5 events, 1 contents: unbroken",
                        "digest " + verdict.heads().digest());
    }

    @Test
    void one_changed_byte_is_found_at_its_offset() throws Exception {
        var written = encoded(events(4, null));
        changeLetter(written.get(2), "a-person");

        send(Topics.EVENTS, OWNER, written);

        assertThat(verify().breaks())
                .extracting(
                        Break::fault,
                        Break::owner,
                        Break::sequence,
                        found -> found.place().partition(),
                        found -> found.place().offset())
                .containsExactly(tuple(Fault.HASH, OWNER, 3L, PARTITION, 2L));
    }

    @Test
    void bytes_that_do_not_decode_are_found() throws Exception {
        var written = encoded(events(3, null));
        written.set(1, Arrays.copyOf(written.get(1), written.get(1).length - 1));

        send(Topics.EVENTS, OWNER, written);

        assertThat(verify().breaks()).extracting(Break::fault).containsExactly(Fault.UNREADABLE, Fault.SEQUENCE);
    }

    @Test
    void a_missing_event_is_found() throws Exception {
        var written = encoded(events(4, null));
        written.remove(1);

        send(Topics.EVENTS, OWNER, written);

        var verdict = verify();
        assertThat(verdict.breaks())
                .extracting(Break::fault, Break::sequence)
                .containsExactly(tuple(Fault.SEQUENCE, 3L));
        assertThat(verdict.lines())
                .contains(
                        "SEQUENCE acme/ana, sequence 3: expected was sequence 2 (intents.events, partition 2, offset 1)",
                        "checked 1 owners, 3 events, 0 contents: BROKEN, at 1 places");
    }

    @Test
    void two_swapped_events_are_found() throws Exception {
        var written = encoded(events(4, null));
        Collections.swap(written, 1, 2);

        send(Topics.EVENTS, OWNER, written);

        assertThat(verify().breaks())
                .extracting(Break::fault, Break::sequence)
                .containsExactly(tuple(Fault.SEQUENCE, 3L), tuple(Fault.SEQUENCE, 2L), tuple(Fault.SEQUENCE, 4L));
    }

    @Test
    void a_changed_content_is_found() throws Exception {
        send(Topics.CONTENTS, OWNER + "/" + ID, List.of(encoded(content("refund 500"))));
        send(Topics.EVENTS, OWNER, encoded(events(2, content("refund 5"))));

        assertThat(verify().breaks()).extracting(Break::fault).containsExactly(Fault.CONTENT);
    }

    @Test
    void where_retention_deleted_the_beginning_the_rest_is_checked_and_it_says_from_where_on() throws Exception {
        var written = encoded(events(4, null));
        send(Topics.EVENTS, OWNER, written);
        var beginning = Map.of(new TopicPartition(Topics.EVENTS, PARTITION), RecordsToDelete.beforeOffset(2));
        admin.deleteRecords(beginning).all().get();

        var verdict = verify();

        assertThat(verdict.breaks()).isEmpty();
        assertThat(verdict.events()).isEqualTo(2);
        assertThat(verdict.lines())
                .contains(
                        "partition 2 is checked from offset 2 on: what lay before is deleted",
                        "1 chains are checked from a later event on than their first");
    }

    @Test
    void a_broker_without_an_audit_log_is_told_in_a_line() throws Exception {
        admin.deleteTopics(List.of(Topics.EVENTS)).all().get();

        assertThatThrownBy(VerificationIT::verify)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("there is no topic intents.events at");
    }

    private static Verdict verify() throws InterruptedException {
        return Verification.of(
                STACK.broker().bootstrapServers(), STACK.registry().url());
    }

    private static List<IntentEvent> events(int count, @Nullable IntentContent content) {
        var events = new ArrayList<IntentEvent>();
        var previous = RecordHash.NO_PREVIOUS;
        for (int i = 1; i <= count; i++) {
            var event = IntentEvent.newBuilder()
                    .setKind(EventKind.INTENT)
                    .setOwner(OWNER)
                    .setIntentId(ID)
                    .setVersion(i)
                    .setSequence(i)
                    .setPreviousHash(previous)
                    .setHash("")
                    .setCause(new Cause(Topics.SUBMITTED, PARTITION, (long) i, null))
                    .setActor("a-person")
                    .setAt(Instant.parse("2026-03-01T12:00:00.007Z"))
                    .setContentHash(content == null ? null : RecordHash.ofContent(content))
                    .build();
            event.setHash(RecordHash.of(event));
            previous = event.getHash();
            events.add(event);
        }
        return events;
    }

    private static IntentContent content(String summary) {
        return IntentContent.newBuilder()
                .setParameters("{}")
                .setSummary(summary)
                .setSalt(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }

    private static void changeLetter(byte[] written, String text) {
        int at = new String(written, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        written[at]++;
    }

    private List<byte[]> encoded(List<IntentEvent> events) {
        return new ArrayList<>(events.stream().map(this::encoded).toList());
    }

    private byte[] encoded(IntentEvent event) {
        return wire.encode(Topics.EVENTS, event);
    }

    private byte[] encoded(IntentContent content) {
        return wire.encode(Topics.CONTENTS, content);
    }

    private void send(String topic, String key, List<byte[]> values) {
        producer.beginTransaction();
        values.forEach(value -> producer.send(new ProducerRecord<>(topic, PARTITION, key, value)));
        producer.commitTransaction();
    }

    private void abort(byte[] value) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(Topics.EVENTS, PARTITION, OWNER, value));
        producer.flush();
        producer.abortTransaction();
    }

    private static KafkaProducer<String, byte[]> producer() {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", STACK.broker().bootstrapServers());
        settings.put("transactional.id", UUID.randomUUID().toString());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
