package io.countersign.executor;

import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.OutputChunk;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays policy-stream towards the executor: hands over signed approvals and reads what becomes of them. */
final class Approvals implements AutoCloseable {

    private static final Owner OWNER = new Owner("acme", "ana");

    private final LocalStack stack;
    private final WireFormat wire;
    private final ApprovalSigner signer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<OutputChunk> chunks = new ArrayList<>();
    private final Thread answering;
    private volatile boolean closed;

    /** Provisions the stack, and makes the signing key where the executor looks for its public half. */
    Approvals(LocalStack stack) throws Exception {
        this.stack = stack;
        try (var provisioner = new Provisioner(ProvisioningSettings.of(stack.environment()))) {
            provisioner.provision();
        }
        wire = WireFormat.of(stack.registry().url());
        signer = ApprovalSigner.loadOrCreate(Path.of(stack.environment().getOrDefault("COUNTERSIGN_SIGNING_KEY", "")));
        var kafka = stack.broker().bootstrapServers();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = consumer(kafka, Topics.OUTCOMES, Topics.OUTPUT);
        var starts = consumer(kafka, Topics.OUTCOMES);
        answering = Thread.ofPlatform().name("gives-go-aheads").start(() -> goAhead(starts));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String kafka, String... topics) {
        var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.assign(Stream.of(topics)
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList());
        return reader;
    }

    /** Tells the first execution of each attempt that its STARTED counts, as policy-stream does. */
    private void goAhead(KafkaConsumer<byte[], byte[]> starts) {
        var begun = new HashSet<String>();
        try (starts) {
            while (!closed) {
                for (var record : starts.poll(Duration.ofMillis(50))) {
                    if (wire.decode(Topics.OUTCOMES, record.value(), Outcome.class)
                                    instanceof Decoded<Outcome>(var outcome)
                            && outcome.getStatus() == OutcomeStatus.STARTED
                            && begun.add(outcome.getId() + "/" + outcome.getAttempt())) {
                        goAhead(outcome, record.partition());
                    }
                }
            }
        }
    }

    private void goAhead(Outcome started, int partition) {
        var directive = Directive.newBuilder()
                .setId(started.getId())
                .setAttempt(started.getAttempt())
                .setKind(DirectiveKind.RENEWED)
                .setRun(started.getRun())
                .build();
        var owner = new Owner(started.getTenant(), started.getUser());
        var unused = producer.send(new ProducerRecord<>(
                Topics.DIRECTIVES,
                partition,
                owner.key().getBytes(StandardCharsets.UTF_8),
                wire.encode(Topics.DIRECTIVES, directive)));
    }

    void topicsOf(String... actions) {
        try (var provisioner = new Provisioner(ProvisioningSettings.of(stack.environment()))) {
            provisioner.ensureApprovedTopics(List.of(actions));
        }
    }

    /** Hands over an approval that may start within two minutes and take a minute. */
    ApprovedIntent approve(String action, String parameters, boolean idempotent) throws Exception {
        return approve(action, parameters, idempotent, approval -> approval);
    }

    /** The same, with what else the approval says; its digest is that of the other arguments. */
    ApprovedIntent approve(
            String action, String parameters, boolean idempotent, UnaryOperator<ApprovedIntent.Builder> more)
            throws Exception {
        var id = IntentIds.random();
        var plain = ApprovedIntent.newBuilder()
                .setId(id)
                .setTenant(OWNER.tenant())
                .setUser(OWNER.user())
                .setAgent("support-bot")
                .setAction(action)
                .setParameters(parameters)
                .setSummary("")
                .setAttempt(1)
                .setLease(UUID.randomUUID().toString())
                .setIdempotent(idempotent)
                .setIdempotencyKey(IdempotencyKey.of(OWNER.tenant(), OWNER.user(), id))
                .setTimeoutMillis(60_000)
                .setStartBy(Instant.now().plusSeconds(120))
                .setPolicyVersion("policy")
                .setDecisionId("decision")
                .setDigest(IntentDigest.of(
                        action, "support-bot", null, null, parameters, false, null, OWNER.tenant(), OWNER.user()))
                .setKeyId("")
                .setSignature("");
        var approval = signer.sign(more.apply(plain).build());
        var topic = Topics.approved(action);
        var key = OWNER.key().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key, wire.encode(topic, approval)))
                .get(30, TimeUnit.SECONDS);
        return approval;
    }

    /** Every record of a topic from its begin, byte for byte as text. */
    List<String> allOf(String topic) {
        try (var all = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", stack.broker().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = all.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            var ends = all.endOffsets(partitions);
            all.assign(partitions);
            all.seekToBeginning(partitions);
            var records = new ArrayList<String>();
            while (partitions.stream().anyMatch(each -> all.position(each) < ends.getOrDefault(each, 0L))) {
                all.poll(Duration.ofMillis(50))
                        .forEach(each -> records.add(new String(each.value(), StandardCharsets.UTF_8)));
            }
            return records;
        }
    }

    /** Hands over a chat with a model, or in its place with others, whose answer may have so many tokens. */
    ApprovedIntent chat(String model, List<String> fallbacks, String words, long most) throws Exception {
        var action = "llm.chat";
        var parameters = "{\"messages\":[{\"content\":\"" + words + "\",\"role\":\"user\"}]}";
        var digest = IntentDigest.of(
                action, "support-bot", null, model, parameters, false, null, OWNER.tenant(), OWNER.user());
        return approve(
                action,
                parameters,
                true,
                approval -> approval.setModel(model)
                        .setFallbacks(fallbacks)
                        .setMaxOutputTokens(most)
                        .setReservedTokens(1_000)
                        .setDigest(digest));
    }

    /** What the run that ended so has streamed, in its order. */
    List<String> outputOf(Outcome end) {
        poll();
        return chunks.stream()
                .filter(chunk -> chunk.getRun().equals(end.getRun()))
                .sorted(Comparator.comparingInt(OutputChunk::getIndex))
                .map(OutputChunk::getData)
                .toList();
    }

    List<Outcome> outcomesOf(ApprovedIntent approval) {
        poll();
        return outcomes.stream()
                .filter(outcome -> outcome.getId().equals(approval.getId()))
                .toList();
    }

    List<OutcomeStatus> statusesOf(ApprovedIntent approval) {
        return outcomesOf(approval).stream().map(Outcome::getStatus).toList();
    }

    private void poll() {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
            if (record.topic().equals(Topics.OUTPUT)) {
                if (wire.decode(Topics.OUTPUT, record.value(), OutputChunk.class)
                        instanceof Decoded<OutputChunk>(var chunk)) {
                    chunks.add(chunk);
                }
            } else if (wire.decode(Topics.OUTCOMES, record.value(), Outcome.class)
                    instanceof Decoded<Outcome>(var outcome)) {
                outcomes.add(outcome);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            answering.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        producer.close();
        wire.close();
    }
}
