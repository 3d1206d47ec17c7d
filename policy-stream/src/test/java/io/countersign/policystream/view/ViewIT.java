package io.countersign.policystream.view;

import static io.countersign.policystream.view.Told.ANA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.TestBroker;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads see on the real broker, where transactions leave markers and take effect when they are committed. */
final class ViewIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final String SESSION = "0c7a1f8e-5d0b-4c3f-9a57-0e8f6a9a1d11";

    private final TestBroker broker = TestBroker.shared();
    private final String application = "view-" + UUID.randomUUID();
    private final Producer<byte[], byte[]> decider = broker.transactional(application + "-decider");

    @TempDir
    Path state;

    private ViewProcess process;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void begin() {
        process = process(1);
    }

    @AfterEach
    void end() {
        process.close();
        decider.close();
    }

    @Test
    void a_read_sees_what_was_committed_before_it() throws Exception {
        process.start();
        var id = IntentIds.random();
        for (long version = 1; version <= 100; version++) {
            var content = Told.content(Long.toString(version));
            commit(id, Told.event(id, version, "RETRYING", NOW, content), content);

            var seen = found(process.views.intent(ANA, id, OptionalLong.empty()));

            assertThat(seen.version()).isEqualTo(version);
            assertThat(seen.result()).isEqualTo(Long.toString(version));
        }
    }

    @Test
    void a_version_that_was_promised_is_answered_although_more_has_been_committed() throws Exception {
        process.start();
        var id = IntentIds.random();
        var content = Told.content(null, "above 100");
        commit(id, Told.event(id, 1, "HELD", NOW, content), content);
        commit(id, Told.event(id, 2, "DEAD", NOW, null), null);

        var seen = found(process.views.intent(ANA, id, OptionalLong.of(1)));

        assertThat(seen.version()).isBetween(1L, 2L);
    }

    @Test
    void a_version_that_was_promised_is_waited_for() throws Exception {
        process.start();
        var id = IntentIds.random();
        commit(id, Told.event(id, 1, "HELD", NOW, null), null);
        found(process.views.intent(ANA, id, OptionalLong.empty()));

        var answer = CompletableFuture.supplyAsync(() -> ask(process.views, id, 2));
        commit(id, Told.event(id, 2, "DEAD", NOW, null), null);

        assertThat(found(answer.get(30, TimeUnit.SECONDS)).version()).isEqualTo(2);
        var soon = process.within(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(ask(soon, "unknown", 1)).isEqualTo(new Answer.Missing<IntentView>()));
    }

    @Test
    void a_session_that_was_ended_is_seen_although_only_a_version_was_promised() throws Exception {
        process.start();
        for (int i = 0; i < 50; i++) {
            var session = IntentIds.random();
            var id = IntentIds.random();
            commit(id, Told.session(session, "OPENED", NOW, NOW.plus(Duration.ofHours(1)), i), null);
            var content = Told.content(null, "above 100");
            var held = Told.event(id, 1, "HELD", NOW, content);
            held.setSession(session);
            commit(id, held, content);
            assertThat(found(process.views.intent(ANA, id, OptionalLong.of(1))).sessionEnded())
                    .isFalse();

            commit(id, Told.session(session, "REVOKED", NOW, NOW.plus(Duration.ofHours(1)), i), null);

            assertThat(found(process.views.intent(ANA, id, OptionalLong.of(1))).sessionEnded())
                    .isTrue();
        }
    }

    private static Answer<IntentView> ask(Views views, String id, long version) {
        try {
            return views.intent(ANA, id, OptionalLong.of(version));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_is_not_there_is_missing_although_markers_end_the_log() throws Exception {
        process.start();
        commit("some-id", Told.event("some-id", 1, "HELD", NOW, null), null);
        decider.beginTransaction();
        decider.send(broker.owned(ANA, Topics.EVENTS, ANA.key(), Told.event("aborted", 1, "HELD", NOW, null)));
        decider.flush();
        decider.abortTransaction();

        assertThat(process.views.intent(ANA, "aborted", OptionalLong.empty()))
                .isEqualTo(new Answer.Missing<IntentView>());
        assertThat(process.views.intent(new Owner("acme", "bo"), "some-id", OptionalLong.empty()))
                .isEqualTo(new Answer.Missing<IntentView>());
    }

    @Test
    void an_intent_that_is_not_decided_is_submitted() throws Exception {
        process.start();
        var id = IntentIds.random();
        submit(id);

        var waiting = found(process.views.intent(ANA, id, OptionalLong.empty()));
        assertThat(waiting.state()).isEqualTo("SUBMITTED");
        assertThat(waiting.parameters()).isEqualTo("{\"a\":1}");
        assertThat(waiting.session()).isEqualTo(SESSION);
        assertThat(page(new PageRequest(ANA, "SUBMITTED", null, 200)).items())
                .extracting(IntentView::id)
                .contains(id);

        commit(id, Told.event(id, 1, "REJECTED", NOW, null), null);
        assertThat(found(process.views.intent(ANA, id, OptionalLong.empty())).state())
                .isEqualTo("REJECTED");
        assertThat(page(new PageRequest(ANA, "SUBMITTED", null, 200)).items())
                .extracting(IntentView::id)
                .doesNotContain(id);
    }

    @Test
    void before_a_first_policy_only_what_was_submitted_is_known() throws Exception {
        var id = IntentIds.random();
        submit(id);

        assertThat(found(process.views.intent(ANA, id, OptionalLong.empty())).state())
                .isEqualTo("SUBMITTED");
        assertThat(process.views.intent(ANA, "unknown", OptionalLong.empty()))
                .isEqualTo(new Answer.NoPolicy<IntentView>());
        assertThat(process.views.list(new PageRequest(ANA, null, null, 10))).isEqualTo(new Answer.NoPolicy<Page>());
    }

    @Test
    void a_restart_forgets_nothing_and_waits_for_nothing_new() throws Exception {
        process.start();
        var id = IntentIds.random();
        commit(id, Told.event(id, 1, "HELD", NOW, null), null);
        found(process.views.intent(ANA, id, OptionalLong.empty()));

        process.close();
        process = process(1).start();

        assertThat(found(process.views.intent(ANA, id, OptionalLong.empty())).state())
                .isEqualTo("HELD");
        assertThat(process.views.intent(ANA, "unknown", OptionalLong.empty()))
                .isEqualTo(new Answer.Missing<IntentView>());
    }

    @Test
    void what_is_unreadable_holds_nothing_up() throws Exception {
        process.start();
        var junk = "junk".getBytes(StandardCharsets.UTF_8);
        int partition = ANA.partition(TestBroker.PARTITIONS);
        for (var topic : new String[] {Topics.SUBMITTED, Topics.EVENTS, Topics.CONTENTS}) {
            broker.write(new ProducerRecord<>(topic, partition, junk, junk));
            broker.write(new ProducerRecord<>(topic, partition, junk, null));
        }

        assertThat(process.views.intent(ANA, "unknown", OptionalLong.empty()))
                .isEqualTo(new Answer.Missing<IntentView>());
    }

    @Test
    void of_two_instances_each_knows_which_one_has_an_owner() throws Exception {
        process.start();
        try (var other = new ViewProcess(broker, application, 2, state.resolve("2")).start()) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(places(process)).hasSize(2);
                assertThat(places(other)).hasSize(2);
            });
            for (int i = 0; i < 8; i++) {
                var owner = new Owner("acme", "user-" + i);
                var here = process.views.budgets(owner);
                var there = other.views.budgets(owner);
                if (here instanceof Answer.Elsewhere<?>(var instance)) {
                    assertThat(instance.port()).isEqualTo(2);
                    assertThat(there).isInstanceOf(Answer.Found.class);
                } else {
                    assertThat(here).isInstanceOf(Answer.Found.class);
                    assertThat(there).isEqualTo(new Answer.Elsewhere<>(new Instance("127.0.0.1", 1)));
                }
            }
            assertThat(process.views.others()).containsExactly(new Instance("127.0.0.1", 2));
        }
    }

    private static java.util.Set<Class<?>> places(ViewProcess process) {
        return IntStream.range(0, TestBroker.PARTITIONS)
                .mapToObj(partition -> process.access.place(partition).getClass())
                .collect(java.util.stream.Collectors.toSet());
    }

    private ViewProcess process(int port) {
        return new ViewProcess(broker, application, port, state.resolve(Integer.toString(port)));
    }

    private void submit(String id) {
        var intent = Intent.newBuilder()
                .setId(id)
                .setTenant(ANA.tenant())
                .setUser(ANA.user())
                .setAgent("bot")
                .setAction("orders.refund")
                .setParameters("{\"a\":1}")
                .setSession(SESSION)
                .setNonce(ByteBuffer.wrap(new byte[32]))
                .setSubmittedAt(NOW)
                .build();
        broker.write(broker.owned(ANA, Topics.SUBMITTED, ANA.key(), intent));
    }

    private void commit(String id, IntentEvent event, @org.jspecify.annotations.Nullable IntentContent content) {
        decider.beginTransaction();
        var unused = decider.send(broker.owned(ANA, Topics.EVENTS, ANA.key(), event));
        if (content != null) {
            unused = decider.send(broker.owned(ANA, Topics.CONTENTS, ANA.contentKey(id), content));
        }
        decider.commitTransaction();
    }

    private Page page(PageRequest request) throws InterruptedException {
        return found(process.views.list(request));
    }

    private static <T> T found(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found<T>) answer).value();
    }
}
