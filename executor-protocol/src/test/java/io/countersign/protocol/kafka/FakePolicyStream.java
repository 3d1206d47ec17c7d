package io.countersign.protocol.kafka;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.protocol.KeySource;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.OutputChunk;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Plays policy-stream on the real broker: signs and hands over approvals, reads what executors say of them. */
public final class FakePolicyStream implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final Owner OWNER = new Owner("acme", "ana");

    private static final Set<OutcomeStatus> UNDER_WAY = Set.of(OutcomeStatus.STARTED, OutcomeStatus.RUNNING);

    private final Provisioner provisioner;
    private final String kafka;
    private final WireFormat wire;
    private final ApprovalSigner signer = ApprovalSigner.create();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    private final Map<String, ApprovedIntent> once = new ConcurrentHashMap<>();
    private final Map<String, String> begun = new ConcurrentHashMap<>();
    private final Set<String> ignored = ConcurrentHashMap.newKeySet();
    private final Thread answering;
    private volatile boolean closed;

    private FakePolicyStream(LocalStack stack, Provisioner provisioner) {
        this.provisioner = provisioner;
        kafka = stack.broker().bootstrapServers();
        wire = WireFormat.of(stack.registry().url());
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "max.request.size", "4194304"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = consumer(Topics.OUTCOMES, Topics.OUTPUT, Topics.DEAD_LETTER);
        var starts = consumer(Topics.OUTCOMES);
        answering = Thread.ofPlatform().name("answers-starts").start(() -> answerStarts(starts));
    }

    static FakePolicyStream on(LocalStack stack) {
        var settings = ProvisioningSettings.of(stack.environment());
        var provisioner = new Provisioner(settings);
        provisioner.provision();
        return new FakePolicyStream(stack, provisioner);
    }

    /** A new action with a topic of its own. */
    String newAction() {
        var action = "test.a" + UUID.randomUUID().toString().replace("-", "");
        createTopic(action);
        return action;
    }

    KeySource keys() {
        return () -> signer.verifier().toJwkSet();
    }

    /** An approval that may start within two minutes and take ten seconds. */
    ApprovedIntent approval(String action, boolean idempotent) {
        return Approvals.of(OWNER, action, idempotent);
    }

    /** Fills in digest and signature, and hands the approval over. */
    RecordMetadata approve(ApprovedIntent approval) {
        return send(
                Topics.approved(approval.getAction()),
                OWNER.partition(PARTITIONS),
                OWNER.key(),
                encoded(sign(approval)));
    }

    ApprovedIntent sign(ApprovedIntent approval) {
        if (!approval.getIdempotent()) {
            once.put(approval.getId(), approval);
        }
        return signer.sign(Approvals.digested(approval));
    }

    /** Signs the record as it is, with whatever digest it has. */
    ApprovedIntent resign(ApprovedIntent approval) {
        return signer.sign(approval);
    }

    byte[] encoded(ApprovedIntent approval) {
        return wire.encode(Topics.approved(approval.getAction()), approval);
    }

    RecordMetadata send(String topic, int partition, @Nullable String key, byte @Nullable [] value) {
        var bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, partition, bytes, value);
        record.headers().add(Headers.TRACEPARENT, "00-1-2-01".getBytes(StandardCharsets.UTF_8));
        try {
            return producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void freeze(String scope) {
        var control = Control.newBuilder()
                .setKind(ControlKind.FREEZE)
                .setScope(scope)
                .setActor("test")
                .build();
        send(Topics.CONTROLS, 0, "freeze/" + scope, wire.encode(Topics.CONTROLS, control));
    }

    void unfreeze(String scope) {
        send(Topics.CONTROLS, 0, "freeze/" + scope, null);
    }

    /** Tells whoever runs the attempt. */
    void direct(ApprovedIntent approval, DirectiveKind kind) {
        direct(approval, kind, null);
    }

    /** Answers what one execution has reported. */
    void direct(ApprovedIntent approval, DirectiveKind kind, @Nullable String run) {
        direct(Directive.newBuilder()
                .setId(approval.getId())
                .setAttempt(approval.getAttempt())
                .setKind(kind)
                .setRun(run)
                .build());
    }

    /** Leaves every STARTED of the approval without an answer. */
    void ignore(ApprovedIntent approval) {
        ignored.add(approval.getId());
    }

    /** Of what must not happen twice, the first run that begins is told that it counts, and any other that it does not. */
    private void answerStarts(KafkaConsumer<byte[], byte[]> starts) {
        try (starts) {
            while (!closed) {
                for (var record : starts.poll(Duration.ofMillis(50))) {
                    var outcome = decoded(record, Outcome.class);
                    if (outcome.getStatus() == OutcomeStatus.STARTED && !ignored.contains(outcome.getId())) {
                        answer(outcome);
                    }
                }
            }
        }
    }

    private void answer(Outcome started) {
        var approval = once.get(started.getId());
        var run = started.getRun();
        if (approval == null || run == null) {
            return;
        }
        var first = begun.computeIfAbsent(started.getId() + "/" + started.getAttempt(), attempt -> run);
        direct(approval, first.equals(run) ? DirectiveKind.RENEWED : DirectiveKind.REFUSED, run);
    }

    /** Asks what became of an attempt; the answer is to carry this capability. */
    void probe(ApprovedIntent approval, String capability) {
        direct(Directive.newBuilder()
                .setId(approval.getId())
                .setAttempt(approval.getAttempt())
                .setKind(DirectiveKind.PROBE)
                .setAction(approval.getAction())
                .setTenant(approval.getTenant())
                .setUser(approval.getUser())
                .setProbe(capability)
                .build());
    }

    private void direct(Directive directive) {
        send(Topics.DIRECTIVES, OWNER.partition(PARTITIONS), OWNER.key(), wire.encode(Topics.DIRECTIVES, directive));
    }

    /** Everything that executors have said so far of an intent, oldest first. */
    List<Outcome> outcomesOf(ApprovedIntent approval) {
        return outcomeRecords(approval)
                .map(record -> decoded(record, Outcome.class))
                .toList();
    }

    List<OutcomeStatus> statusesOf(ApprovedIntent approval) {
        return outcomesOf(approval).stream().map(Outcome::getStatus).toList();
    }

    Stream<ConsumerRecord<byte[], byte[]>> outcomeRecords(ApprovedIntent approval) {
        return records(Topics.OUTCOMES)
                .filter(record -> decoded(record, Outcome.class).getId().equals(approval.getId()));
    }

    /** Everything that was streamed for an intent, with where it lies, in the order of the partition. */
    List<Piece> piecesOf(ApprovedIntent approval) {
        return records(Topics.OUTPUT)
                .map(record -> new Piece(record, decoded(record, OutputChunk.class)))
                .filter(piece -> piece.chunk().getId().equals(approval.getId()))
                .toList();
    }

    /** A piece of a streamed answer, and the record that it came in. */
    record Piece(ConsumerRecord<byte[], byte[]> record, OutputChunk chunk) {}

    /** The ids of all intents that an end was reported of, with repetitions. */
    List<String> ended() {
        return records(Topics.OUTCOMES)
                .map(record -> decoded(record, Outcome.class))
                .filter(outcome -> !UNDER_WAY.contains(outcome.getStatus()))
                .map(Outcome::getId)
                .toList();
    }

    /** All letters about records of a topic. */
    List<DeadLetter> lettersOf(String topic) {
        return records(Topics.DEAD_LETTER)
                .map(record -> decoded(record, DeadLetter.class))
                .filter(letter -> letter.getOrigin().getTopic().equals(topic))
                .toList();
    }

    private synchronized Stream<ConsumerRecord<byte[], byte[]>> records(String topic) {
        consumer.poll(Duration.ofMillis(20)).forEach(read::add);
        return List.copyOf(read).stream().filter(record -> record.topic().equals(topic));
    }

    /** What the group has committed of an action's topic on our owner's partition; -1 if nothing. */
    long committed(String group, String action) {
        var partition = new TopicPartition(Topics.approved(action), OWNER.partition(PARTITIONS));
        try {
            var offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS);
            var offset = offsets.get(partition);
            return offset == null ? -1 : offset.offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void createTopic(String action) {
        provisioner.ensureApprovedTopic(action);
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
        admin.close();
        provisioner.close();
        wire.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String... topics) {
        var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.assign(Arrays.stream(topics)
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        return reader;
    }

    private <T extends SpecificRecord> T decoded(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        if (wire.decode(record.topic(), record.value(), type) instanceof Decoded<T>(var decoded)) {
            return decoded;
        }
        throw new AssertionError("unreadable " + record);
    }
}
