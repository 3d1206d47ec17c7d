package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Headers;
import io.countersign.contract.IntentIds;
import io.countersign.contract.MalformedJson;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.replay.BacktestReport;
import io.countersign.policystream.replay.Findings;
import io.countersign.policystream.replay.Span;
import io.countersign.policystream.store.Kept;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Directive;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.v1.Usage;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The deciding topology on Kafka's own test driver: one partition, broker time in the test's hands. */
final class Rig implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final Owner ANA = new Owner("acme", "ana");

    final WrittenControls controls = new WrittenControls();
    final Tape tape = new Tape();
    private final WireFormat wire;
    private final TopologyTestDriver driver;
    private final Path stateFolder;
    private Instant now = START;

    Rig(String bundle) throws Exception {
        this(bundle, new Silent());
    }

    Rig(String bundle, DecisionLog log) throws Exception {
        var registry = "mock://" + UUID.randomUUID();
        SchemaRegistration.at(registry).registerAll();
        wire = WireFormat.of(registry);
        controls.activate(bundle);
        var topology = new Topology();
        new IntentTopology(new TopologyParts(wire, controls, ApprovalSigner.create()::sign, log, 1)).addTo(topology);
        topology.addProcessor("tape", tape::recorder, IntentTopology.INPUTS);
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "rig");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        // Its usual folder is everybody's on the machine, and locked by whoever came first.
        stateFolder = Files.createTempDirectory("rig");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        driver = new TopologyTestDriver(topology, config, START);
    }

    void pass(Duration span) {
        now = now.plus(span);
    }

    /** What the wall-clock punctuation asks for, and the fences that this brings, one after another. */
    void tick() {
        driver.advanceWallClockTime(Duration.ofMillis(100));
        put(Topics.TICKS, "0", wire.encode(Topics.TICKS, new io.countersign.v1.Tick(0)), new RecordHeaders());
    }

    static Intent.Builder intent(String action, String parameters) {
        return Intent.newBuilder()
                .setId(IntentIds.random())
                .setTenant(ANA.tenant())
                .setUser(ANA.user())
                .setAgent("bot")
                .setAction(action)
                .setParameters(canonical(parameters))
                .setRoles(List.of("support"))
                .setOnQuota(OnQuota.REJECT)
                .setNonce(ByteBuffer.wrap(new byte[32]))
                .setSubmittedAt(START);
    }

    String submit(Intent intent) {
        return send(Topics.SUBMITTED, intent);
    }

    /** Sends a command under the owner's key, and returns its request id. */
    String send(String topic, SpecificRecord record) {
        return sendAs(ANA.key(), topic, record);
    }

    /** Sends a command under another owner's key, and returns its request id. */
    String sendAs(String owner, String topic, SpecificRecord record) {
        var requestId = UUID.randomUUID().toString();
        var headers = new RecordHeaders();
        headers.add(Headers.REQUEST_ID, requestId.getBytes(StandardCharsets.UTF_8));
        put(topic, owner, wire.encode(topic, record), headers);
        return requestId;
    }

    byte[] encoded(String topic, SpecificRecord record) {
        return wire.encode(topic, record);
    }

    void put(String topic, @Nullable String key, byte @Nullable [] value, RecordHeaders headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers, now));
    }

    void report(ApprovedIntent approval, OutcomeStatus status) {
        report(approval, status, null);
    }

    void report(ApprovedIntent approval, OutcomeStatus status, @Nullable Usage usage) {
        report(outcome(approval, status).setUsage(usage));
    }

    void report(Outcome.Builder outcome) {
        send(Topics.OUTCOMES, outcome.build());
    }

    /** Somebody at the desk approves what a letter of this digest told of. */
    static Review.Builder review(Intent intent, String digest, List<String> roles) {
        return Review.newBuilder()
                .setReviewId("r" + roles.size())
                .setTenant(intent.getTenant())
                .setUser(intent.getUser())
                .setIntentId(intent.getId())
                .setExpectedVersion(1)
                .setDecision(ReviewDecision.APPROVE)
                .setDigest(digest)
                .setReviewer("fin")
                .setReviewerRoles(roles);
    }

    static Outcome.Builder outcome(ApprovedIntent approval, OutcomeStatus status) {
        return Outcome.newBuilder()
                .setId(approval.getId())
                .setTenant(approval.getTenant())
                .setUser(approval.getUser())
                .setAttempt(approval.getAttempt())
                .setLease(approval.getLease())
                .setStatus(status)
                .setRun("run-of-" + approval.getAttempt())
                .setExecutor("rig");
    }

    /** The balances that are stored, by owner, budget and window: in accounts, and beside them. */
    List<String> balances() {
        var balances = keys(Deciding.BALANCES);
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(Deciding.STORE);
        try (var all = Deciding.ACCOUNTS.asked(store).all()) {
            all.forEachRemaining(account -> account.value
                    .sheets()
                    .forEach(sheet -> sheet.entries()
                            .forEach(entry -> balances.add(account.key
                                    + " "
                                    + sheet.budget()
                                    + "@"
                                    + new Window(entry.opens(), sheet.length(), sheet.span()).text()))));
        }
        return balances;
    }

    /** The sums of counters that are stored, by owner, counter, length of its windows and hashed key. */
    List<String> sums() {
        return keys(Deciding.COUNTERS);
    }

    /** The sessions that remember something, by owner and session. */
    List<String> memories() {
        return keys(Deciding.MEMORIES);
    }

    /** How many timers are stored. */
    int timers() {
        int timers = 0;
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(Deciding.STORE);
        try (var all = Deciding.TIMERS.asked(store).all()) {
            while (all.hasNext()) {
                all.next();
                timers++;
            }
        }
        return timers;
    }

    /** The sessions that are remembered, by owner and id. */
    List<String> sessions() {
        return keys(Deciding.SESSIONS);
    }

    /** Who has sessions that may be open. */
    List<String> ownersWithOpenSessions() {
        return keys(Deciding.OPEN_SESSIONS);
    }

    private List<String> keys(Kept<String, ?> kind) {
        var keys = new ArrayList<String>();
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(Deciding.STORE);
        try (var all = kind.asked(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    List<IntentEvent> events() {
        var events = read(Topics.EVENTS, IntentEvent.class);
        tape.recorded(events);
        return events;
    }

    /** Decides everything once more that was read. */
    Findings replay() {
        events();
        return tape.replay(wire, controls);
    }

    List<Reply> replies() {
        return read(Topics.REPLIES, Reply.class);
    }

    List<IntentContent> contents() {
        return read(Topics.CONTENTS, IntentContent.class);
    }

    List<DeadLetter> letters() {
        return read(Topics.DEAD_LETTER, DeadLetter.class);
    }

    List<Directive> directives() {
        return read(Topics.DIRECTIVES, Directive.class);
    }

    /** The traces that what was not read yet of a topic belongs to. */
    List<String> traceparents(String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> record.headers().lastHeader(Headers.TRACEPARENT))
                .filter(Objects::nonNull)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    List<ApprovedIntent> approvals(String action) {
        return read(Topics.approved(action), ApprovedIntent.class);
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> wire.decode(topic, record.value(), type))
                .map(reading -> ((Reading.Decoded<T>) reading).record())
                .toList();
    }

    private static String canonical(String json) {
        try {
            return CanonicalJson.canonicalize(json);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Decides everything by another bundle; from an instant on it is compared. */
    BacktestReport backtest(String bundle, Instant from) {
        events();
        return tape.backtest(bundle, new Span(START, from, now.plusMillis(1)), wire);
    }

    /** The same, begun as far before as the bundle wants it. */
    BacktestReport backtestInFull(String bundle, Instant from) {
        events();
        var policy = ((Bundle.Loaded) Bundle.read(bundle)).policy();
        return tape.backtest(bundle, Span.of(policy, from, now.plusMillis(1)), wire);
    }

    /** Whatever a test did: what was recorded of it follows from its inputs. */
    @Override
    public void close() {
        var findings = replay();
        assertThat(findings.different()).as(() -> Tape.told(findings)).isZero();
        closeUnproven();
    }

    /** For who has tampered with the tape. */
    void closeUnproven() {
        driver.close();
        try {
            Utils.delete(stateFolder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wire.close();
    }

    private static final class Silent implements DecisionLog {
        @Override
        public void decided(IntentEvent event, Consequence.Recorded change, Instant now) {}

        @Override
        public void unreadable(String topic, int partition, long offset, String code) {}

        @Override
        public void defect(String owner, String intentId, RuntimeException defect) {
            throw defect;
        }
    }
}
