package io.countersign.console.log;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.Cause;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Plays policy-stream on the real topics: writes what it would write, and answers reviews as the test says. */
public final class PlayedBroker implements AutoCloseable {
    private final WireFormat wire;
    private final KafkaProducer<@Nullable String, byte @Nullable []> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Optional<Reply>> answer = review -> Optional.empty();
    private final Thread reader;

    public PlayedBroker(String kafka, String registry) {
        wire = WireFormat.of(registry);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "max.request.size", 4 * 1024 * 1024, "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topics.REVIEWS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().name("played-broker").start(this::read);
    }

    /** A review as it came, and where it lies. */
    public record Received(Review review, ConsumerRecord<String, byte[]> at) {
        public String header(String name) {
            var header = at.headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }

        public String requestId() {
            return header(Headers.REQUEST_ID);
        }
    }

    /** From now on, reviews are answered so; an empty answer is none. */
    public void answer(Function<Received, Optional<Reply>> how) {
        answer = how;
    }

    public List<Received> reviews() {
        return List.copyOf(received);
    }

    /** A new intent, with nothing written about it yet. */
    public Story story(String tenant, String user, String agent, String action, String parameters) {
        return new Story(this, new Owner(tenant, user), UUID.randomUUID().toString(), agent, action, parameters);
    }

    public void event(IntentEvent event) {
        send(Topics.EVENTS, event.getOwner(), event);
    }

    /** A session was opened, or ended by its user. */
    public void session(Owner owner, String session, String to) {
        event(IntentEvent.newBuilder()
                .setKind(EventKind.SESSION)
                .setOwner(owner.key())
                .setSequence(1L)
                .setPreviousHash(Story.HASH)
                .setHash(Story.HASH)
                .setTo(to)
                .setCause(new Cause(Topics.SESSIONS, 0, 0L, null))
                .setPolicyVersion(Story.POLICY)
                .setActor("countersign-cli")
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setSession(session)
                .build());
    }

    /** Contents lie on their owner's partition, whatever their key. */
    public void content(Owner owner, String intentId, @Nullable IntentContent content) {
        var partition = owner.partition(producer.partitionsFor(Topics.CONTENTS).size());
        var value = content == null ? null : wire.encode(Topics.CONTENTS, content);
        send(new ProducerRecord<>(Topics.CONTENTS, partition, owner.contentKey(intentId), value));
    }

    public void letter(@Nullable Owner owner, DeadLetter letter) {
        send(Topics.DEAD_LETTER, owner == null ? null : owner.key(), letter);
    }

    public void reply(Owner owner, Reply reply) {
        send(Topics.REPLIES, owner.key(), reply);
    }

    /** Any bytes, as a broken or hostile writer would send them. */
    public RecordMetadata bytes(String topic, @Nullable String key, byte @Nullable [] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    private void send(String topic, @Nullable String key, SpecificRecord value) {
        send(new ProducerRecord<>(topic, key, wire.encode(topic, value)));
    }

    private RecordMetadata send(ProducerRecord<@Nullable String, byte @Nullable []> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try {
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::received);
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    private void received(ConsumerRecord<String, byte[]> record) {
        if (wire.decode(record.topic(), record.value(), Review.class) instanceof Decoded<Review>(var review)) {
            var one = new Received(review, record);
            received.add(one);
            answer.apply(one).ifPresent(reply -> send(Topics.REPLIES, record.key(), reply));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        wire.close();
    }
}
