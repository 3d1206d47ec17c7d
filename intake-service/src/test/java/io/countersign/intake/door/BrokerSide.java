package io.countersign.intake.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.contract.Capabilities;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Cause;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OutputChunk;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Reply;
import io.countersign.v1.Session;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * policy-stream's side of the topics: reads commands, and answers as the parameters of an intent ask for. {@code
 * {"state": S}} is accepted in that state, {@code {"refuse": C}} refused with that code, {@code {"silent": true}} not
 * answered, {@code {"aborted": S}} accepted in a transaction that does not commit; {@code "then": S} brings it into a
 * further state. A session's first condition may ask alike: {@code refuse C}, {@code silent}.
 */
final class BrokerSide implements AutoCloseable {
    /** A command as it lay on its topic. */
    record Command<T>(String key, int partition, Map<String, String> headers, byte[] bytes, T value) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant OPENS = Instant.now().plusSeconds(600);

    private final LocalStack stack;
    private final QueryApi queries;
    private final WireFormat wire;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Command<Intent>> intents = new CopyOnWriteArrayList<>();
    private final List<Command<Cancellation>> cancellations = new CopyOnWriteArrayList<>();
    private final List<Command<Session>> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    BrokerSide(LocalStack stack, QueryApi queries) {
        this.stack = stack;
        this.queries = queries;
        var servers = stack.broker().bootstrapServers();
        this.wire = WireFormat.of(stack.registry().url());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "policy-stream-of-the-test",
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        2000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("policy-stream-of-the-test").unstarted(this::run);
    }

    void start() {
        consumer.subscribe(List.of(Topics.SUBMITTED, Topics.CANCELLATIONS, Topics.SESSIONS));
        thread.start();
    }

    /** Every record of that intent on the topic, in order. */
    List<Command<Intent>> submitted(String id) {
        return intents.stream()
                .filter(command -> command.value().getId().equals(id))
                .toList();
    }

    List<Command<Cancellation>> cancelled(String id) {
        return cancellations.stream()
                .filter(command -> command.value().getIntentId().equals(id))
                .toList();
    }

    /** Every order for that session on the topic, in order. */
    List<Command<Session>> ordered(String id) {
        return sessions.stream()
                .filter(command -> command.value().getId().equals(id))
                .toList();
    }

    /** How many orders for sessions came. */
    int orders() {
        return sessions.size();
    }

    /** The ids of the intents whose parameters hold that text, in order. */
    List<String> submittedWith(String text) {
        return intents.stream()
                .filter(command -> command.value().getParameters().contains(text))
                .map(command -> command.value().getId())
                .toList();
    }

    /** How many intents of that action came. */
    long submittedOf(String action) {
        return intents.stream()
                .filter(command -> command.value().getAction().equals(action))
                .count();
    }

    /** The intent has reached a further state: the event, and what the view shows. */
    long advance(Owner owner, String id, String state) {
        return advance(owner, id, state, null);
    }

    /** As {@link #advance(Owner, String, String)}, by what became of an attempt. */
    long advance(Owner owner, String id, String state, @Nullable Attempt attempt) {
        var version = versions.merge(owner.contentKey(id), 1L, Long::sum);
        queries.advance(owner, id, version, state);
        if (attempt != null) {
            queries.executed(owner, id, attempt);
        }
        send(Topics.EVENTS, owner.key(), event(owner, id, version, state, attempt));
        return version;
    }

    /** What was not answered is decided now, without an answer: the event, and what the view shows. */
    void decideLate(Owner owner, String id, String state) {
        queries.submitted(owner, submitted(id).getFirst().value());
        advance(owner, id, state);
    }

    /** The executor of that attempt says a piece; the broker has it when this returns. */
    void say(Owner owner, String id, Attempt attempt, int index, String data) throws Exception {
        var run = String.valueOf(attempt.run());
        var chunk = new OutputChunk(id, attempt.number(), attempt.lease(), run, index, data);
        producer.send(new ProducerRecord<>(Topics.OUTPUT, owner.key(), wire.encode(Topics.OUTPUT, chunk)))
                .get();
    }

    /** Bytes that are no record of ours, on a topic that the doors read. */
    void poison(String topic, Owner owner) {
        producer.send(new ProducerRecord<>(topic, owner.key(), "poison".getBytes(StandardCharsets.UTF_8)));
        producer.send(new ProducerRecord<>(topic, owner.key(), null));
        producer.send(new ProducerRecord<>(topic, null, new byte[] {0, 0, 0, 99, 99, 1}));
        producer.flush();
    }

    private void run() {
        while (!closed) {
            try {
                consumer.poll(Duration.ofMillis(100)).forEach(this::receive);
            } catch (WakeupException e) {
                break;
            }
        }
        consumer.close();
    }

    private void receive(ConsumerRecord<String, byte[]> message) {
        if (message.topic().equals(Topics.SUBMITTED)) {
            var command = command(message, Intent.class);
            intents.add(command);
            decide(command);
        } else if (message.topic().equals(Topics.SESSIONS)) {
            var command = command(message, Session.class);
            sessions.add(command);
            answer(command);
        } else {
            var command = command(message, Cancellation.class);
            cancellations.add(command);
            cancel(command);
        }
    }

    private <T extends SpecificRecord> Command<T> command(ConsumerRecord<String, byte[]> message, Class<T> type) {
        var headers = new ConcurrentHashMap<String, String>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        if (wire.decode(message.topic(), message.value(), type) instanceof Decoded<T> decoded) {
            return new Command<>(message.key(), message.partition(), headers, message.value(), decoded.record());
        }
        throw new AssertionError("not a " + type.getSimpleName());
    }

    private void decide(Command<Intent> command) {
        var intent = command.value();
        var owner = new Owner(intent.getTenant(), intent.getUser());
        var wish = wish(intent);
        if (wish.path("silent").asBoolean()) {
            return;
        }
        if (wish.has("aborted")) {
            replyInVain(command, wish.path("aborted").asText());
            return;
        }
        var refusal = wish.path("refuse").asText(null);
        var state = refusal == null ? wish.path("state").asText("APPROVED") : "REJECTED";
        queries.submitted(owner, intent);
        var version = advance(owner, intent.getId(), state);
        send(Topics.REPLIES, owner.key(), reply(command, intent.getId(), refusal, state, version));
        if (wish.has("then")) {
            advance(owner, intent.getId(), wish.path("then").asText());
        }
    }

    private void answer(Command<Session> command) {
        var grants = command.value().getGrants();
        var wish = grants.isEmpty() ? null : grants.getFirst().getWhen();
        if (!"silent".equals(wish)) {
            var refusal = wish != null && wish.startsWith("refuse ") ? wish.substring("refuse ".length()) : null;
            var answer = Reply.newBuilder(reply(command, command.value().getId(), refusal, null, null))
                    .setIntentId(null)
                    .setOpensAt("RATE_LIMITED".equals(refusal) ? OPENS : null)
                    .build();
            send(Topics.REPLIES, command.key(), answer);
        }
    }

    /** In a transaction that does not commit, as policy-stream's may. */
    private void replyInVain(Command<Intent> command, String state) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", stack.broker().bootstrapServers(), "transactional.id", "in-vain");
        try (var doubtful = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            doubtful.initTransactions();
            doubtful.beginTransaction();
            var reply = reply(command, command.value().getId(), null, state, 1L);
            doubtful.send(new ProducerRecord<>(Topics.REPLIES, command.key(), wire.encode(Topics.REPLIES, reply)));
            doubtful.flush();
            doubtful.abortTransaction();
        }
    }

    private void cancel(Command<Cancellation> command) {
        var cancellation = command.value();
        var owner = new Owner(cancellation.getTenant(), cancellation.getUser());
        var state = queries.state(owner, cancellation.getIntentId());
        if (state == null) {
            send(Topics.REPLIES, owner.key(), reply(command, cancellation.getIntentId(), "NOT_FOUND", null, null));
        } else if (state.equals("SUCCEEDED")) {
            send(Topics.REPLIES, owner.key(), reply(command, cancellation.getIntentId(), "ENDED", state, 2L));
        } else {
            var version = advance(owner, cancellation.getIntentId(), "CANCELLED");
            send(Topics.REPLIES, owner.key(), reply(command, cancellation.getIntentId(), null, "CANCELLED", version));
        }
    }

    private static Reply reply(
            Command<?> command, String id, @Nullable String refusal, @Nullable String state, @Nullable Long version) {
        var budget = "OVER_BUDGET".equals(refusal) ? List.of(budget()) : null;
        return Reply.newBuilder()
                .setRequestId(command.headers().get(Headers.REQUEST_ID))
                .setIntentId(id)
                .setAccepted(refusal == null)
                .setCode(refusal)
                .setState(state)
                .setVersion(version)
                .setReasons(refusal == null ? List.of() : List.of(reason(refusal)))
                .setBudget(budget)
                .setOpensAt(budget == null ? null : OPENS)
                .build();
    }

    private static ReasonText reason(String code) {
        return ReasonText.newBuilder()
                .setCode(code)
                .setRule("the-rule")
                .setMessage("refused by the test")
                .build();
    }

    private static BudgetEntry budget() {
        return BudgetEntry.newBuilder()
                .setName("chat-tokens")
                .setWindow("2026-11-21T10:00:00Z/PT10M")
                .setUnit("tokens")
                .setLimit(1000)
                .setHeld(600)
                .setSettled(390)
                .setBefore(990)
                .setAfter(990)
                .setOpensAt(OPENS)
                .build();
    }

    private static IntentEvent event(Owner owner, String id, long version, String state, @Nullable Attempt attempt) {
        return IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(owner.key())
                .setIntentId(id)
                .setVersion(version)
                .setSequence(version)
                .setPreviousHash("0".repeat(64))
                .setHash("0".repeat(64))
                .setTo(state)
                .setCause(new Cause(Topics.SUBMITTED, 0, 0L, null))
                .setActor("the test")
                .setAt(Instant.now())
                .setAttempt(attempt == null ? null : attempt.number())
                .setLeaseHash(attempt == null ? null : Capabilities.leaseHash(attempt.lease()))
                .setRun(attempt == null ? null : attempt.run())
                .setChunks(attempt == null ? null : attempt.chunks())
                .build();
    }

    private void send(String topic, String key, SpecificRecord value) {
        producer.send(new ProducerRecord<>(topic, key, wire.encode(topic, value)));
    }

    private static JsonNode wish(Intent intent) {
        return wish(intent.getParameters());
    }

    private static JsonNode wish(String parameters) {
        try {
            return JSON.readTree(parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        producer.close();
        wire.close();
    }
}
