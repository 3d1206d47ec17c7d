package io.countersign.policystream.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.TestBroker;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Problem;
import io.countersign.v1.Cause;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.RecordHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Controls on the real broker; the test itself plays the partitions that adopt them. */
final class AdministrationIT {

    /** Not the common pool, whose threads may still carry the class loader of a Quarkus test that has ended. */
    private static final Executor ASIDE = task -> Thread.ofVirtual().start(task);

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestBroker broker = TestBroker.shared();
    private final KafkaControlLog controls = broker.controlLog();
    private final ControlWriter writer = new ControlWriter(broker.writer(), broker.wire());

    @BeforeEach
    void begin() {
        controls.start();
        controls.read().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void end() {
        controls.close();
    }

    @Test
    void a_bundle_that_no_partition_adopts_is_in_the_log_and_all_partitions_are_missing() {
        var yaml = bundle("nobody.adopts");

        var activation = administration(SHORT).activate(yaml, "acme/paul");

        assertThat(activation).isEqualTo(new Activation.Written(Bundle.hash(yaml), List.of(0, 1, 2, 3), List.of()));
        await().untilAsserted(() ->
                assertThat(controls.activeText()).contains(new KafkaControlLog.ActiveText(Bundle.hash(yaml), yaml)));
        assertThat(controls.policy(Bundle.hash(yaml)).orElseThrow().action("nobody.adopts"))
                .isPresent();
    }

    @Test
    void a_bundle_is_in_force_when_every_partition_says_so() {
        long before = controls.end() - 1;
        var activation = CompletableFuture.supplyAsync(
                () -> administration(LONG).activate(bundle("all.adopt"), "acme/paul"), ASIDE);
        await().until(() -> !controls.after(before).isEmpty());
        long offset = controls.after(before).getFirst().offset();

        IntStream.range(0, TestBroker.PARTITIONS).forEach(partition -> adopt(partition, offset));

        assertThat(activation.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOfSatisfying(
                        Activation.Written.class,
                        written -> assertThat(written.missing()).isEmpty());
    }

    @Test
    void having_adopted_an_earlier_control_is_not_enough() {
        long before = controls.end() - 1;
        var activation = CompletableFuture.supplyAsync(
                () -> administration(Duration.ofSeconds(3)).activate(bundle("some.adopt"), "acme/paul"), ASIDE);
        await().until(() -> !controls.after(before).isEmpty());
        long offset = controls.after(before).getFirst().offset();

        adopt(0, offset);
        adopt(1, offset + 1);
        adopt(2, offset - 1);

        assertThat(activation.join())
                .isInstanceOfSatisfying(
                        Activation.Written.class,
                        written -> assertThat(written.missing()).containsExactly(2, 3));
    }

    @Test
    void the_topics_of_new_actions_are_there_before_anything_can_be_approved() throws Exception {
        administration(SHORT).activate(bundle("brand.new"), "acme/paul");

        var topic = Topics.approved("brand.new");
        assertThat(broker.admin().describeTopics(Set.of(topic)).allTopicNames().get())
                .hasEntrySatisfying(
                        topic, found -> assertThat(found.partitions()).hasSize(TestBroker.PARTITIONS));
    }

    @Test
    void a_bundle_with_problems_is_refused_and_nothing_is_written() {
        long end = controls.end();

        var activation = administration(SHORT).activate("kind: Nonsense\n", "acme/paul");

        assertThat(activation)
                .isInstanceOfSatisfying(
                        Activation.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::line)
                                .containsOnly(1));
        try (var reader = broker.reader()) {
            var log = new org.apache.kafka.common.TopicPartition(Topics.CONTROLS, 0);
            assertThat(reader.endOffsets(List.of(log))).containsEntry(log, end);
        }
    }

    @Test
    void a_broken_bundle_that_was_forced_into_the_log_is_never_offered_and_stops_nothing() {
        long before = controls.end() - 1;
        var yaml = "not: a bundle\n";
        writer.bundle(new PolicyBundle(Bundle.hash(yaml), yaml, "mallory"));
        writer.control(ControlKeys.ACTIVE, active(Bundle.hash(yaml)));
        writer.control(ControlKeys.ACTIVE, active("no-such-bundle"));

        administration(SHORT).freeze("action/after.that", false, "drill", "acme/otto");

        await().until(() -> !controls.after(before).isEmpty());
        assertThat(controls.after(before))
                .extracting(ControlLog.Entry::key)
                .containsExactly("freeze/action/after.that");
        assertThat(controls.policy(Bundle.hash(yaml))).isEmpty();
    }

    @Test
    void a_bundle_that_was_named_before_it_was_there_can_be_put_into_force_once_it_is() {
        long before = controls.end() - 1;
        var yaml = bundle("named.too.early");
        writer.control(ControlKeys.ACTIVE, active(Bundle.hash(yaml)));
        await().until(() -> controls.end() - 1 > before);
        assertThat(controls.after(before)).isEmpty();

        administration(SHORT).activate(yaml, "acme/paul");

        await().untilAsserted(() -> assertThat(controls.after(before))
                .extracting(ControlLog.Entry::control)
                .extracting(Control::getBundle, Control::getActor)
                .containsExactly(tuple(Bundle.hash(yaml), "acme/paul")));
    }

    @Test
    void an_unreadable_freeze_is_offered_as_a_freeze_of_what_its_key_says_until_its_tombstone() {
        long before = controls.end() - 1;
        broker.write(record("freeze/tenant/unread", "no record".getBytes(StandardCharsets.UTF_8)));
        broker.write(record("override/unread", "no record".getBytes(StandardCharsets.UTF_8)));
        broker.write(record("freeze/tenant/unread", null));

        await().until(() -> controls.end() - 1 == before + 3);
        assertThat(controls.after(before))
                .extracting(ControlLog.Entry::key, entry -> entry.control() == null)
                .containsExactly(tuple("freeze/tenant/unread", false), tuple("freeze/tenant/unread", true));
    }

    @Test
    void what_was_decided_by_is_found_in_the_changelog_of_the_partitions() throws Exception {
        var changelog = "adopted-" + UUID.randomUUID();
        broker.admin()
                .createTopics(List.of(new NewTopic(changelog, 2, (short) 1)))
                .all()
                .get();
        var adopted = new AdoptedPolicy(broker::reader, changelog);
        assertThat(adopted.find()).isEmpty();

        broker.write(stored(changelog, 1, 3_000, ControlKeys.ACTIVE, active("newest")));
        broker.write(stored(changelog, 0, 1_000, ControlKeys.ACTIVE, active("older")));
        broker.write(stored(changelog, 1, 4_000, "freeze/all", active("not a policy")));

        assertThat(adopted.find()).contains(active("newest"));
        assertThat(new AdoptedPolicy(broker::reader, "no-such-" + changelog).find())
                .isEmpty();
    }

    private static ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.CONTROLS, 0, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static ProducerRecord<byte[], byte[]> stored(
            String topic, int partition, long timestamp, String key, Control control) {
        return new ProducerRecord<>(
                topic, partition, timestamp, key.getBytes(StandardCharsets.UTF_8), StoredControl.bytes(control));
    }

    @Test
    void a_log_that_is_opened_later_offers_the_same_in_the_same_order() {
        administration(SHORT).activate(bundle("to.be.remembered"), "acme/paul");
        administration(SHORT).freeze("tenant/acme", true, "drill", "acme/otto");
        assertThat(administration(SHORT).thaw("tenant/acme", "acme/otto")).isInstanceOf(Activation.Written.class);
        await().untilAsserted(() ->
                assertThat(controls.standing(ControlKeys.freeze("tenant/acme"))).isEmpty());

        try (var later = broker.controlLog()) {
            later.start();
            later.governed().orTimeout(30, TimeUnit.SECONDS).join();

            assertThat(later.after(-1)).isEqualTo(controls.after(-1)).hasSizeGreaterThanOrEqualTo(3);
            assertThat(later.end()).isEqualTo(controls.end());
            assertThat(later.active().orElseThrow().version())
                    .isEqualTo(controls.active().orElseThrow().version());
        }
    }

    @Test
    void a_bundle_that_was_replaced_can_still_be_decided_by() {
        var yaml = bundle("old.one");
        administration(SHORT).activate(yaml, "acme/paul");
        administration(SHORT).activate(bundle("new.one"), "acme/paul");

        assertThat(controls.policy(Bundle.hash(yaml)).orElseThrow().action("old.one"))
                .isPresent();
    }

    @Test
    void only_a_freeze_that_stands_can_end() {
        assertThat(administration(SHORT).thaw("action/never.frozen", "acme/otto"))
                .isEqualTo(new Activation.Missing());
    }

    private PolicyAdministration administration(Duration patience) {
        return new PolicyAdministration(
                broker.provisioner()::ensureApprovedTopics,
                controls,
                writer,
                broker::reader,
                broker.wire(),
                TestBroker.PARTITIONS,
                patience);
    }

    private void adopt(int partition, long controlOffset) {
        broker.tellPartition(
                partition,
                IntentEvent.newBuilder()
                        .setKind(EventKind.POLICY)
                        .setOwner(Owner.brokerKey(partition))
                        .setSequence(1)
                        .setPreviousHash(RecordHash.NO_PREVIOUS)
                        .setHash("")
                        .setCause(new Cause(Topics.CONTROLS, 0, controlOffset, null))
                        .setActor("acme/paul")
                        .setAt(Instant.now())
                        .setControlOffset(controlOffset)
                        .build());
    }

    private static Control active(String hash) {
        return Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setBundle(hash)
                .setActor("mallory")
                .build();
    }

    private static String bundle(String action) {
        return """
                kind: Action
                name: %s
                parameters: {type: object}
                ---
                kind: Grant
                name: everybody
                who: "true"
                actions: ["*"]
                session: optional
                """.formatted(action);
    }
}
