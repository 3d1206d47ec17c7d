package io.countersign.benchmarks.execution;

import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.OutputChunk;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** policy-stream's place towards executors: hands over signed approvals of {@value #USERS} users, and reads what comes back. */
final class HandOver implements AutoCloseable {

    private static final int USERS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<OutcomeStatus> UNDER_WAY = Set.of(OutcomeStatus.STARTED, OutcomeStatus.RUNNING);

    private final int partitions;
    private final WireFormat wire;
    private final ApprovalSigner signer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, CompletableFuture<Outcome>> ends = new ConcurrentHashMap<>();
    private final Map<String, Consumer<String>> streams = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile boolean closed;

    HandOver(LocalStack stack, int partitions) throws IOException {
        this.partitions = partitions;
        var kafka = stack.broker().bootstrapServers();
        wire = WireFormat.of(stack.registry().url());
        signer = ApprovalSigner.loadOrCreate(Path.of(stack.environment().getOrDefault("COUNTERSIGN_SIGNING_KEY", "")));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var all = List.of(Topics.OUTCOMES, Topics.OUTPUT).stream()
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        reader = Thread.ofPlatform().name("outcomes").start(() -> read(consumer));
    }

    /** Hands over an approval that may start within ten minutes; completes with its end. */
    CompletableFuture<Outcome> approve(String action, int number) {
        return approve(action, number, "{\"number\":" + number + "}", chunk -> {});
    }

    /** The same; {@code chunks} gets the pieces of what it streams, in their order. */
    CompletableFuture<Outcome> approve(String action, int number, String parameters, Consumer<String> chunks) {
        var owner = new Owner("bench", "user-" + number % USERS);
        var approval = approval(owner, action, parameters);
        var end = new CompletableFuture<Outcome>();
        ends.put(approval.getId(), end);
        streams.put(approval.getId(), chunks);
        var topic = Topics.approved(action);
        var unused = producer.send(new ProducerRecord<>(
                topic,
                owner.partition(partitions),
                owner.key().getBytes(StandardCharsets.UTF_8),
                wire.encode(topic, signer.sign(approval))));
        return end;
    }

    /** Hands over and waits; true if it succeeded. */
    boolean succeeds(String action, int number) throws Exception {
        return approve(action, number)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .getStatus()
                == OutcomeStatus.SUCCEEDED;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        reader.join();
        producer.close();
        wire.close();
    }

    private static ApprovedIntent approval(Owner owner, String action, String parameters) {
        var id = IntentIds.random();
        var agent = "bench";
        return ApprovedIntent.newBuilder()
                .setId(id)
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setAgent(agent)
                .setAction(action)
                .setParameters(parameters)
                .setSummary("")
                .setAttempt(1)
                .setLease(UUID.randomUUID().toString())
                .setIdempotent(true)
                .setIdempotencyKey(IdempotencyKey.of(owner.tenant(), owner.user(), id))
                .setTimeoutMillis(60_000)
                .setStartBy(Instant.now().plusSeconds(600))
                .setReservedTokens(1_000)
                .setMaxOutputTokens(1_000)
                .setPolicyVersion("policy")
                .setDecisionId("decision")
                .setDigest(IntentDigest.of(
                        action, agent, null, null, parameters, false, null, owner.tenant(), owner.user()))
                .setKeyId("")
                .setSignature("")
                .build();
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        try (consumer) {
            while (!closed) {
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.OUTPUT)) {
            if (wire.decode(record.topic(), record.value(), OutputChunk.class)
                    instanceof Decoded<OutputChunk>(var chunk)) {
                streams.getOrDefault(chunk.getId(), unknown -> {}).accept(chunk.getData());
            }
        } else if (wire.decode(record.topic(), record.value(), Outcome.class) instanceof Decoded<Outcome>(var outcome)
                && !UNDER_WAY.contains(outcome.getStatus())) {
            streams.remove(outcome.getId());
            var end = ends.remove(outcome.getId());
            if (end != null) {
                end.complete(outcome);
            }
        }
    }
}
