package io.countersign.chaos.doors;

import io.countersign.chaos.TopicReader;
import io.countersign.contract.Headers;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes to the inbox, and finds out what became of it: every record is an intent in the end, or a letter. */
public final class Inbox implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final WireFormat wire;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    /**
     * A record that was acknowledged.
     *
     * @param intentId the intent that it makes if it is taken
     */
    private record Sent(String name, String intentId, int partition, long offset) {
        String origin() {
            return partition + "@" + offset;
        }
    }

    public Inbox(String kafka, String registry) {
        this.wire = WireFormat.of(registry);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Leaves to the door what is not an agent's to say, but for what is written otherwise.
     *
     * @param owner whose intent it is by these credentials, and {@code agent} who asks for it
     * @param name what an unanswered record is called
     */
    public Reply publish(
            Owner owner,
            String agent,
            String name,
            @Nullable String key,
            String credentials,
            UnaryOperator<Intent.Builder> written)
            throws ExecutionException, InterruptedException {
        var intent = written.apply(Intent.newBuilder()
                        .setId("")
                        .setTenant("")
                        .setUser("")
                        .setAgent("")
                        .setAction("door.echo")
                        .setParameters("{}")
                        .setNonce(ByteBuffer.allocate(0))
                        .setSubmittedAt(Instant.now()))
                .build();
        var record = new ProducerRecord<>(
                Topics.INBOX,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                wire.encode(Topics.INBOX, intent));
        record.headers().add(Headers.AUTHORIZATION, credentials.getBytes(StandardCharsets.UTF_8));
        var place = producer.send(record).get();
        var id = intent.getId().isEmpty()
                ? IntentIds.ofRecord(
                        place.topic(), place.partition(), place.offset(), Instant.ofEpochMilli(place.timestamp()))
                : IntentIds.derived(owner, agent, intent.getId());
        sent.add(new Sent(name, id, place.partition(), place.offset()));
        return new Reply(202, Map.of("content-type", "application/json"), "{\"id\":\"" + id + "\"}", true);
    }

    /** What has become neither an intent nor a letter when the time is over: nothing, if all is well. */
    public List<String> unanswered(TopicReader log, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        var left = unanswered(log);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            left = unanswered(log);
        }
        return left;
    }

    private List<String> unanswered(TopicReader log) {
        var known = new HashSet<String>();
        log.all(Topics.SUBMITTED, Intent.class).forEach(intent -> known.add(intent.getId()));
        log.all(Topics.DEAD_LETTER, DeadLetter.class).stream()
                .map(DeadLetter::getOrigin)
                .filter(origin -> origin.getTopic().equals(Topics.INBOX))
                .forEach(origin -> known.add(origin.getPartition() + "@" + origin.getOffset()));
        return sent.stream()
                .filter(record -> !known.contains(record.intentId()) && !known.contains(record.origin()))
                .map(record -> record.name() + ": neither an intent nor a letter")
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        wire.close();
    }
}
