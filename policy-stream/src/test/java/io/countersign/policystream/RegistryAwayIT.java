package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlWriter;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PolicyAdministration;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OnQuota;
import io.countersign.wire.Reading;
import io.countersign.wire.RegistryAwayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema registry goes away while there is something to decide. */
final class RegistryAwayIT {

    private static final Owner ANA = new Owner("acme", "ana-" + UUID.randomUUID());
    private static final String BUNDLE = """
            kind: Action
            name: registry.drill
            effect: read
            parameters: {type: object}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            """;

    private final TestBroker broker = TestBroker.shared();
    private final List<ConsumerRecord<byte[], byte[]>> written = new ArrayList<>();

    @TempDir
    Path state;

    @Test
    void what_cannot_be_read_for_want_of_a_schema_waits_and_nothing_is_lost_or_taken_for_unreadable() {
        var application = "registry-away-" + UUID.randomUUID();
        try (var log = follow(Topics.EVENTS, Topics.DEAD_LETTER);
                var controls = broker.controlLog()) {
            controls.start();
            activate(controls);
            var before = decidedWithTheRegistryThere(application, controls, log);

            broker.stack().registry().stop();
            var during = new ArrayList<String>();
            try (var cold = new DecidingProcess(broker, application, controls, state)) {
                during.add(submit());
                during.add(submit());
                patiently().until(() -> cold.failures(RegistryAwayException.class) >= 1);
                readOn(log);
                assertThat(eventsUndecoded()).isEqualTo(1);

                broker.stack().registry().start();
                during.add(submit());

                patiently()
                        .untilAsserted(() ->
                                assertThat(decided(log)).containsExactlyInAnyOrderElementsOf(with(before, during)));
                assertThat(records(Topics.DEAD_LETTER, DeadLetter.class)).isEmpty();
            }
        } finally {
            broker.stack().registry().start();
        }
    }

    /** Stream threads that end for want of a schema are what is tested: none of their exceptions ends the test. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(30));
    }

    private String decidedWithTheRegistryThere(
            String application, KafkaControlLog controls, Consumer<byte[], byte[]> log) {
        try (var warm = new DecidingProcess(broker, application, controls, state)) {
            patiently().until(warm::isRunning);
            var id = submit();
            patiently().until(() -> decided(log).contains(id));
            return id;
        }
    }

    private void activate(KafkaControlLog controls) {
        controls.read().join();
        new PolicyAdministration(
                        broker.provisioner()::ensureApprovedTopics,
                        controls,
                        new ControlWriter(broker.writer(), broker.wire()),
                        broker::reader,
                        broker.wire(),
                        TestBroker.PARTITIONS,
                        Duration.ZERO)
                .activate(BUNDLE, "acme/paul");
        await().until(() -> controls.active()
                .filter(policy -> policy.action("registry.drill").isPresent())
                .isPresent());
    }

    private String submit() {
        var intent = Intent.newBuilder()
                .setId(IntentIds.random())
                .setTenant(ANA.tenant())
                .setUser(ANA.user())
                .setAgent("bot")
                .setAction("registry.drill")
                .setParameters("{}")
                .setRoles(List.of())
                .setOnQuota(OnQuota.REJECT)
                .setNonce(ByteBuffer.wrap(new byte[32]))
                .setSubmittedAt(Instant.now())
                .build();
        broker.write(broker.owned(ANA, Topics.SUBMITTED, ANA.key(), intent));
        return intent.getId();
    }

    /** From now on, everything that is committed to these topics. */
    private Consumer<byte[], byte[]> follow(String... topics) {
        var consumer = broker.reader();
        var partitions = List.of(topics).stream()
                .flatMap(topic -> IntStream.range(0, TestBroker.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private void readOn(Consumer<byte[], byte[]> log) {
        log.poll(Duration.ofMillis(100)).forEach(written::add);
    }

    /** How many events the owner has: by their keys, since nothing can be decoded. */
    private long eventsUndecoded() {
        return written.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .filter(record -> ANA.key().equals(new String(record.key(), StandardCharsets.UTF_8)))
                .count();
    }

    private List<String> decided(Consumer<byte[], byte[]> log) {
        readOn(log);
        return records(Topics.EVENTS, IntentEvent.class).stream()
                .filter(event -> event.getOwner().equals(ANA.key()) && "APPROVED".equals(event.getTo()))
                .map(IntentEvent::getIntentId)
                .toList();
    }

    private <T extends SpecificRecord> List<T> records(String topic, Class<T> type) {
        return written.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> broker.wire().decode(topic, record.value(), type))
                .map(reading -> ((Reading.Decoded<T>) reading).record())
                .toList();
    }

    private static List<String> with(String first, List<String> others) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
