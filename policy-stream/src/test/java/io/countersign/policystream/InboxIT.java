package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.inbox.Issuer;
import io.countersign.policystream.inbox.IssuerAwayException;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.wire.Reading;
import io.countersign.wire.RegistryAwayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.core.ConditionFactory;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox on the real broker: what it must not lose, and what it must not do twice. */
final class InboxIT {

    private static final int MANY = 300;

    private final TestBroker broker = TestBroker.shared();
    private final String user = "ana-" + UUID.randomUUID();
    private final Owner owner = new Owner("acme", user);
    private final String application = "inbox-" + UUID.randomUUID();
    private final List<ConsumerRecord<byte[], byte[]>> written = new ArrayList<>();
    private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> log;

    @TempDir
    Path folder;

    private Issuer issuer;

    @BeforeEach
    void follow() {
        issuer = Issuer.in(folder.resolve("keys"));
        log = broker.reader();
        var partitions = List.of(Topics.SUBMITTED, Topics.DEAD_LETTER).stream()
                .flatMap(topic -> IntStream.range(0, TestBroker.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        log.assign(partitions);
        log.seekToEnd(partitions);
        partitions.forEach(log::position);
    }

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void whatever_comes_is_handed_over_or_lies_in_a_letter_and_nothing_stops_it() {
        try (var inbox = start()) {
            publish("a", token());
            publish("b", null);
            publish("c", token(claims -> claims.setIssuer("another")));
            publish("d", token(claims -> claims.setAudience("another")));
            publish("e", token(claims -> claims.setExpirationTime(past(120))));
            publish("f", Issuer.in(folder.resolve("foreign")).token(Instant.now(), this::named));
            publish("g", "nonsense");
            write(token(), new byte[] {1, 2, 3});
            write(token(), null);
            publish("h", token());

            patiently().untilAsserted(() -> {
                assertThat(handedOver()).containsExactlyInAnyOrder(key("a"), key("h"));
                assertThat(codes())
                        .containsExactlyInAnyOrder(
                                "UNAUTHENTICATED",
                                "UNAUTHENTICATED",
                                "UNAUTHENTICATED",
                                "UNAUTHENTICATED",
                                "UNAUTHENTICATED",
                                "UNAUTHENTICATED",
                                "UNREADABLE",
                                "UNREADABLE");
            });
            assertThat(inbox.failures(IssuerAwayException.class)).isZero();
            assertThat(written)
                    .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.ISO_8859_1))
                            .doesNotContain("eyJ"))
                    .allSatisfy(record -> assertThat(record.headers().lastHeader("authorization"))
                            .isNull());
            assertThat(written)
                    .filteredOn(record -> record.topic().equals(Topics.SUBMITTED))
                    .allSatisfy(record -> assertThat(record.partition()).isEqualTo(owner.partition(4)));
        }
    }

    @Test
    void what_was_good_when_the_broker_got_it_is_good_however_late_it_is_read() {
        // A minute is allowed for clocks that differ: it has passed two seconds from now.
        var expires = past(58);
        publish("in time", token(claims -> claims.setExpirationTime(expires)));
        await().until(() -> Instant.now().getEpochSecond() > expires.getValue() + 61);
        publish("too late", token(claims -> claims.setExpirationTime(expires)));

        try (var inbox = start()) {
            patiently().untilAsserted(() -> {
                assertThat(handedOver()).containsExactly(key("in time"));
                assertThat(codes()).containsExactly("UNAUTHENTICATED");
            });
            assertThat(inbox.admitted()).isEqualTo(1);
        }
    }

    @Test
    void what_is_cut_off_in_its_midst_is_handed_over_once() {
        for (int i = 0; i < MANY; i++) {
            publish("", token());
        }
        for (int round = 1; round <= 3; round++) {
            try (var inbox = start()) {
                int enough = 20 * round;
                await().until(() -> inbox.admitted() > enough || readOn() >= MANY);
            }
        }
        try (var inbox = start()) {
            patiently().until(() -> readOn() >= MANY);
            publish("last", token());
            patiently().until(() -> handedOver().contains(key("last")));

            assertThat(handedOver()).hasSize(MANY + 1).doesNotHaveDuplicates();
            assertThat(nonces()).hasSize(MANY + 1).doesNotHaveDuplicates();
            assertThat(inbox.failures(IssuerAwayException.class)).isZero();
        }
    }

    @Test
    void a_record_that_is_read_again_makes_the_same_intent() {
        publish("", token());
        try (var first = start()) {
            patiently().until(() -> handedOver().size() == 1);
        }
        try (var another = new InboxProcess(broker, application + "-2", issuer.publicKeys(), folder.resolve("2"))) {
            patiently().until(() -> handedOver().size() == 2);

            assertThat(handedOver().get(0)).isEqualTo(handedOver().get(1));
        }
    }

    @Test
    void while_the_issuer_is_away_everything_waits_and_nobody_is_refused() throws Exception {
        var token = token();
        var elsewhere = Files.move(issuer.publicKeys(), folder.resolve("away.json"));
        publish("waiting", token);
        try (var inbox = start()) {
            patiently().until(() -> inbox.failures(IssuerAwayException.class) >= 2);
            readOn();
            assertThat(written).isEmpty();

            Files.move(elsewhere, issuer.publicKeys());

            patiently().untilAsserted(() -> assertThat(handedOver()).containsExactly(key("waiting")));
            assertThat(codes()).isEmpty();
        }
    }

    @Test
    void a_new_key_of_the_issuers_is_fetched_when_it_is_first_met() throws Exception {
        var next = Issuer.in(folder.resolve("next"));
        try (var inbox = start()) {
            publish("old", token());
            patiently().until(() -> handedOver().contains(key("old")));

            Files.copy(next.publicKeys(), folder.resolve("draft.json"));
            Files.move(folder.resolve("draft.json"), issuer.publicKeys(), StandardCopyOption.REPLACE_EXISTING);
            publish("new", next.token(Instant.now(), this::named));

            patiently().until(() -> handedOver().contains(key("new")));
            publish("old again", token());
            patiently().until(() -> codes().equals(List.of("UNAUTHENTICATED")));
            assertThat(inbox.failures(IssuerAwayException.class)).isZero();
        }
    }

    @Test
    void while_the_registry_is_away_everything_waits() {
        publish("before", token());
        broker.stack().registry().stop();
        try (var inbox = start()) {
            patiently().until(() -> inbox.failures(RegistryAwayException.class) >= 1);
            readOn();
            assertThat(written).isEmpty();

            broker.stack().registry().start();

            patiently().untilAsserted(() -> assertThat(handedOver()).containsExactly(key("before")));
            assertThat(codes()).isEmpty();
        } finally {
            broker.stack().registry().start();
        }
    }

    private InboxProcess start() {
        return new InboxProcess(broker, application, issuer.publicKeys(), folder.resolve("state"));
    }

    /** Stream threads that end for want of something are what is tested: none of their exceptions ends the test. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(40));
    }

    private String token() {
        return token(claims -> {});
    }

    private String token(Consumer<JwtClaims> change) {
        return issuer.token(Instant.now().minusSeconds(3_000), claims -> {
            named(claims);
            change.accept(claims);
        });
    }

    private void named(JwtClaims claims) {
        claims.setSubject(user);
    }

    private static NumericDate past(int seconds) {
        return NumericDate.fromSeconds(Instant.now().getEpochSecond() - seconds);
    }

    private String key(String key) {
        return IntentIds.derived(owner, "bot", key);
    }

    private void publish(String key, @Nullable String token) {
        var intent = Intent.newBuilder()
                .setId(key)
                .setTenant("")
                .setUser("")
                .setAgent("")
                .setAction("orders.read")
                .setParameters("{}")
                .setNonce(ByteBuffer.allocate(0))
                .setSubmittedAt(Instant.EPOCH)
                .build();
        write(token, broker.wire().encode(Topics.INBOX, intent));
    }

    /** Under a key that names the test, by which its letters are known. */
    private void write(@Nullable String token, byte @Nullable [] value) {
        var headers = new RecordHeaders();
        if (token != null) {
            headers.add("authorization", ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
        }
        broker.write(
                new ProducerRecord<>(Topics.INBOX, null, null, user.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    /** How many intents of this test's user have come so far. */
    private int readOn() {
        log.poll(Duration.ofMillis(50)).forEach(record -> {
            boolean ours = record.topic().equals(Topics.SUBMITTED)
                    ? owner.key().equals(new String(record.key(), StandardCharsets.UTF_8))
                    : ByteBuffer.wrap(user.getBytes(StandardCharsets.UTF_8))
                            .equals(read(record, DeadLetter.class).getRawKey());
            if (ours) {
                written.add(record);
            }
        });
        return (int) written.stream()
                .filter(record -> record.topic().equals(Topics.SUBMITTED))
                .count();
    }

    private List<String> handedOver() {
        return records(Topics.SUBMITTED, Intent.class).stream()
                .map(Intent::getId)
                .toList();
    }

    private List<ByteBuffer> nonces() {
        return records(Topics.SUBMITTED, Intent.class).stream()
                .map(Intent::getNonce)
                .toList();
    }

    private List<String> codes() {
        return records(Topics.DEAD_LETTER, DeadLetter.class).stream()
                .map(letter -> letter.getReasons().get(0).getCode())
                .toList();
    }

    private <T extends SpecificRecord> List<T> records(String topic, Class<T> type) {
        readOn();
        return written.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> read(record, type))
                .toList();
    }

    private <T extends SpecificRecord> T read(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        return ((Reading.Decoded<T>) broker.wire().decode(record.topic(), record.value(), type)).record();
    }
}
