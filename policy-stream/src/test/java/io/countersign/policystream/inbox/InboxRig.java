package io.countersign.policystream.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.policystream.replytopic.ReplyTopicRule;
import io.countersign.policystream.replytopic.ReplyTopics;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.submission.SubmissionRules;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The inbox on Kafka's own test driver: broker time in the test's hands. */
final class InboxRig implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    final Issuer issuer;
    final MeterRegistry meters = new SimpleMeterRegistry();
    private final IssuerKeys keys;
    private final WireFormat wire;
    private final TopologyTestDriver driver;
    private byte lastNonce;

    InboxRig(Path folder) throws Exception {
        issuer = Issuer.in(folder.resolve("keys"));
        keys = new IssuerKeys(
                KeySource.at(issuer.publicKeys().toString()),
                InstantSource.system(),
                new IssuerKeys.Pace(Duration.ofHours(1), Duration.ofMillis(1), Duration.ofSeconds(10)));
        keys.start();
        var registry = "mock://" + UUID.randomUUID();
        SchemaRegistration.at(registry).registerAll();
        wire = WireFormat.of(registry);
        var replies = new ReplyTopicRule(
                ReplyTopics.read("acme=acme.answers,acme=acme.gone,globex=globex.answers"),
                topic -> !topic.equals("acme.gone"));
        var admission = new Admission(
                new Senders(Issuer.tokens(), keys), wire, new SubmissionRules(String::length), replies, this::nonce);
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "inbox");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        driver = new TopologyTestDriver(new InboxTopology(admission, wire, new InboxLog(meters)).get(), config, START);
    }

    /** Another one each time. */
    private byte[] nonce() {
        var nonce = new byte[Limits.NONCE_BYTES];
        nonce[0] = ++lastNonce;
        return nonce;
    }

    /** What an agent writes that leaves to us what is not its own to say. */
    static Intent.Builder intent() {
        return Intent.newBuilder()
                .setId("")
                .setTenant("")
                .setUser("")
                .setAgent("")
                .setAction("orders.read")
                .setParameters("{\"order\": \"A1\"}")
                .setNonce(ByteBuffer.allocate(0))
                .setSubmittedAt(Instant.EPOCH);
    }

    String token() {
        return issuer.token(START, claims -> {});
    }

    /** Headers as a client would send them, with this token. */
    static RecordHeaders bearing(String token) {
        return header("authorization", "Bearer " + token);
    }

    static RecordHeaders header(String name, String value) {
        return (RecordHeaders) new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    byte[] encoded(SpecificRecord record) {
        return encoded(Topics.INBOX, record);
    }

    byte[] encoded(String topic, SpecificRecord record) {
        return wire.encode(topic, record);
    }

    void publish(Intent.Builder intent) {
        publish(bearing(token()), encoded(intent.build()));
    }

    void publish(RecordHeaders headers, byte @Nullable [] value) {
        publish(headers, value, START);
    }

    void publish(RecordHeaders headers, byte @Nullable [] value, Instant appended) {
        driver.createInputTopic(Topics.INBOX, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>("any".getBytes(StandardCharsets.UTF_8), value, headers, appended));
    }

    List<TestRecord<String, byte[]>> records(String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> new TestRecord<>(
                        record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                        record.value(),
                        record.headers()))
                .toList();
    }

    Intent submitted() {
        var records = records(Topics.SUBMITTED);
        assertThat(records).hasSize(1);
        return read(Topics.SUBMITTED, records.get(0).value(), Intent.class);
    }

    DeadLetter letter() {
        var records = records(Topics.DEAD_LETTER);
        assertThat(records).hasSize(1);
        assertThat(records(Topics.SUBMITTED)).isEmpty();
        return read(Topics.DEAD_LETTER, records.get(0).value(), DeadLetter.class);
    }

    <T extends SpecificRecord> T read(String topic, byte[] value, Class<T> type) {
        return ((Reading.Decoded<T>) wire.decode(topic, value, type)).record();
    }

    @Override
    public void close() {
        driver.close();
        keys.close();
        wire.close();
    }
}
