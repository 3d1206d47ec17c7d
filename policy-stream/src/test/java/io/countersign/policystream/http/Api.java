package io.countersign.policystream.http;

import static io.restassured.RestAssured.given;

import io.countersign.contract.Capabilities;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.LogPlace;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Session;
import io.countersign.v1.SessionGrant;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import io.restassured.specification.RequestSpecification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Callers of the API, and a door and an executor that write to its topics. */
final class Api implements AutoCloseable {

    private static final String CLI = TokenRequest.INTERACTIVE_CLIENT;
    private static final byte[] NONCE = new byte[32];

    private final DevelopmentIdentity identity = DevelopmentIdentity.in(Path.of(setting(Stack.KEYS)));
    private final WireFormat wire = WireFormat.of(setting("COUNTERSIGN_REGISTRY"));
    private final Producer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", setting("COUNTERSIGN_KAFKA"), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    DevelopmentIdentity identity() {
        return identity;
    }

    /** Where all this is recorded. */
    LogPlace log() {
        return new LogPlace(setting("COUNTERSIGN_KAFKA"), setting("COUNTERSIGN_REGISTRY"));
    }

    RequestSpecification as(String user, String... roles) {
        return given().auth().oauth2(identity.token(TokenRequest.person("acme", user, roles)));
    }

    RequestSpecification agent(String agent, String user, String... roles) {
        return given().auth()
                .oauth2(identity.token(TokenRequest.person("acme", user, roles).through(agent)));
    }

    RequestSpecification yaml(String user, String bundle, String... roles) {
        return as(user, roles).contentType("application/yaml").body(bundle.getBytes(StandardCharsets.UTF_8));
    }

    /** Submits an intent as a door does, and returns its id. */
    String submit(String user, String action, String parameters, String... roles) throws Exception {
        var id = IntentIds.random();
        var owner = new Owner("acme", user);
        write(
                owner,
                Topics.SUBMITTED,
                Intent.newBuilder()
                        .setId(id)
                        .setTenant(owner.tenant())
                        .setUser(owner.user())
                        .setAgent("bot")
                        .setAction(action)
                        .setParameters(parameters)
                        .setRoles(Arrays.asList(roles))
                        .setNonce(ByteBuffer.wrap(NONCE))
                        .setSubmittedAt(Instant.now())
                        .build());
        return id;
    }

    /** Publishes an intent as an agent that speaks Kafka does, under that idempotency key. */
    void publish(String user, String key, String action, String parameters, String... roles) throws Exception {
        publish(user, key, action, parameters, null, roles);
    }

    /** The same, with the topic on which it wants to be answered. */
    void publish(String user, String key, String action, String parameters, @Nullable String replyTo, String[] roles)
            throws Exception {
        var written = Intent.newBuilder()
                .setId(key)
                .setTenant("")
                .setUser("")
                .setAgent("")
                .setAction(action)
                .setParameters(parameters)
                .setReplyTo(replyTo)
                .setNonce(ByteBuffer.allocate(0))
                .setSubmittedAt(Instant.now())
                .build();
        var record = new ProducerRecord<byte[], byte[]>(Topics.INBOX, null, wire.encode(Topics.INBOX, written));
        record.headers().add("authorization", ("Bearer " + token(user, roles)).getBytes(StandardCharsets.UTF_8));
        producer.send(record).get();
    }

    /** What a client of another kind needs to do the same. */
    Map<String, String> asClient(String user, String... roles) {
        return Map.of(
                "COUNTERSIGN_KAFKA",
                setting("COUNTERSIGN_KAFKA"),
                "COUNTERSIGN_REGISTRY",
                setting("COUNTERSIGN_REGISTRY"),
                "COUNTERSIGN_TOKEN",
                token(user, roles));
    }

    private String token(String user, String... roles) {
        return identity.token(TokenRequest.person("acme", user, roles).through("bot"));
    }

    /** Reports as the executor of the first attempt does. */
    void report(String user, String id, OutcomeStatus status, String result) throws Exception {
        write(new Owner("acme", user), Topics.OUTCOMES, outcome(user, id, status, result));
    }

    /** The bytes of such a report, for a client of another kind. */
    byte[] encoded(String user, String id, OutcomeStatus status, String result) {
        return wire.encode(Topics.OUTCOMES, outcome(user, id, status, result));
    }

    private static Outcome outcome(String user, String id, OutcomeStatus status, String result) {
        return Outcome.newBuilder()
                .setId(id)
                .setTenant("acme")
                .setUser(user)
                .setAttempt(1)
                .setLease(Capabilities.lease(NONCE, 1))
                .setStatus(status)
                .setResult(status == OutcomeStatus.SUCCEEDED ? result : null)
                .build();
    }

    /** The client on librdkafka, writing its files to a folder. */
    Kcat kcat(Path folder) {
        return new Kcat(setting("COUNTERSIGN_KAFKA"), folder);
    }

    /** Opens a session of an hour as a door does for a user's own client, and returns its id. */
    String open(String user, @Nullable String agent, SessionGrant... grants) throws Exception {
        var id = IntentIds.random();
        var owner = new Owner("acme", user);
        write(
                owner,
                Topics.SESSIONS,
                session(owner, id).setAgent(agent).setGrants(List.of(grants)).build());
        return id;
    }

    /** Ends a session as a door does. */
    void end(String user, String session) throws Exception {
        var owner = new Owner("acme", user);
        write(
                owner,
                Topics.SESSIONS,
                session(owner, session).setGrants(List.of()).setEnded(true).build());
    }

    private static Session.Builder session(Owner owner, String id) {
        return Session.newBuilder()
                .setId(id)
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setOpenedBy(CLI)
                .setTtlMillis(3_600_000);
    }

    /** Reports as an executor does whose client puts the record where it does not belong. */
    void reportAstray(String user, String id, OutcomeStatus status, String result) throws Exception {
        var owner = new Owner("acme", user);
        write(owner, (owner.partition(4) + 1) % 4, Topics.OUTCOMES, outcome(user, id, status, result));
    }

    void create(String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", setting("COUNTERSIGN_KAFKA")))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    void delete(String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", setting("COUNTERSIGN_KAFKA")))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** What agents were answered so far: records of the log, by the schemas that their bytes name. */
    List<SpecificRecord> answers() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", setting("COUNTERSIGN_KAFKA"), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Stack.ANSWERS).stream()
                    .map(partition -> new TopicPartition(Stack.ANSWERS, partition.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var read = new ArrayList<SpecificRecord>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(answer(record)));
            }
            return read;
        }
    }

    /** The key of a content goes on behind the owner's. */
    private SpecificRecord answer(ConsumerRecord<byte[], byte[]> record) {
        boolean isContent = new String(record.key(), StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '/')
                        .count()
                > 1;
        var read = isContent
                ? wire.decode(Topics.CONTENTS, record.value(), IntentContent.class)
                : wire.decode(Topics.EVENTS, record.value(), IntentEvent.class);
        return ((Reading.Decoded<? extends SpecificRecord>) read).record();
    }

    /** What the executors of an intent were told so far. */
    List<DirectiveKind> told(String id) {
        var settings = Map.<String, Object>of("bootstrap.servers", setting("COUNTERSIGN_KAFKA"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, 4)
                    .mapToObj(partition -> new TopicPartition(Topics.DIRECTIVES, partition))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var told = new ArrayList<DirectiveKind>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (wire.decode(Topics.DIRECTIVES, record.value(), Directive.class)
                                    instanceof Reading.Decoded<Directive>(var directive)
                            && directive.getId().equals(id)) {
                        told.add(directive.getKind());
                    }
                });
            }
            return told;
        }
    }

    private void write(Owner owner, String topic, SpecificRecord record) throws Exception {
        write(owner, owner.partition(4), topic, record);
    }

    private void write(Owner owner, int partition, String topic, SpecificRecord record) throws Exception {
        producer.send(new ProducerRecord<>(
                        topic, partition, owner.key().getBytes(StandardCharsets.UTF_8), wire.encode(topic, record)))
                .get();
    }

    static List<String> protectedPaths() {
        return List.of(
                "/v1/intents",
                "/v1/intents/x",
                "/v1/actions",
                "/v1/budgets",
                "/v1/keys",
                "/v1/policy",
                "/v1/policy/versions",
                "/q/metrics");
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        producer.close();
        wire.close();
    }
}
