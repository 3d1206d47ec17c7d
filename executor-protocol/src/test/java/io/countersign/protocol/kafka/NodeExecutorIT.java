package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that nobody here wrote takes part: the example in Node, on kafkajs and Confluent's registry client from npm. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@EnabledIf(
        value = "io.countersign.protocol.kafka.NodeExample#isWanted",
        disabledReason = "without node, or npm ci in examples/node-executor")
class NodeExecutorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static FakePolicyStream policyStream;
    private static Refunds refunds;
    private static ExampleExecutor executor;
    private static String action = "";

    @BeforeAll
    static void start() throws Exception {
        var stack = LocalStack.shared();
        policyStream = FakePolicyStream.on(stack);
        action = policyStream.newAction();
        refunds = Refunds.start();
        executor = executor("node-executor", action, refunds.url());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (executor != null) {
            executor.close();
            refunds.close();
            policyStream.close();
        }
    }

    @Test
    void it_runs_an_idempotent_action_and_reports_on_the_approvals_partition() {
        var approval = policyStream.approval(action, true);
        approval.setDeadline(Instant.now().plusSeconds(3_600));
        approval.setMaxTokens(9_007_199_254_740_990L);
        approval.setSession("5d9f2a8e-1111-4222-8333-444455556666");
        approval.setSummary("Grüße \u2028 an \"alle\" 😀");

        var handedOver = policyStream.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(policyStream.outcomesOf(approval).getLast().getResult())
                .isEqualTo("{\"key\":\"" + approval.getIdempotencyKey() + "\"}");
        assertThat(policyStream.outcomeRecords(approval))
                .allSatisfy(record -> assertThat(record.partition()).isEqualTo(handedOver.partition()));
    }

    @Test
    void it_streams_a_piece_of_its_answer_before_the_end() {
        var approval = policyStream.approval(action, false);

        policyStream.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        var end = policyStream.outcomesOf(approval).getLast();
        assertThat(end.getChunks()).isOne();
        assertThat(policyStream.piecesOf(approval)).singleElement().satisfies(piece -> {
            assertThat(piece.chunk().getData()).isEqualTo("{\"ranBy\":\"node\"}");
            assertThat(piece.chunk().getRun()).isEqualTo(end.getRun());
            assertThat(piece.chunk().getIndex()).isZero();
        });
    }

    @Test
    void it_says_what_the_answer_of_its_backend_means() {
        var refused = policyStream.approval(action, false);
        refused.setParameters("{\"answer\":422}");
        var busy = policyStream.approval(action, true);
        busy.setParameters("{\"answer\":503}");
        var broken = policyStream.approval(action, false);
        broken.setParameters("{\"answer\":500}");
        var brokenWithKey = policyStream.approval(action, true);
        brokenWithKey.setParameters("{\"answer\":500}");

        List.of(refused, busy, broken, brokenWithKey).forEach(policyStream::approve);

        awaitStatuses(refused, OutcomeStatus.STARTED, OutcomeStatus.FAILED);
        awaitStatuses(busy, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
        awaitStatuses(broken, OutcomeStatus.STARTED, OutcomeStatus.UNKNOWN);
        awaitStatuses(brokenWithKey, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
        assertThat(List.of(busy, brokenWithKey))
                .noneMatch(approval -> end(approval).getNoEffect());
    }

    @Test
    void it_says_that_a_backend_without_a_connection_has_had_no_effect() throws Exception {
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var itsAction = policyStream.newAction();
            try (var another = executor("another-team", itsAction, urlOf(nobody))) {
                var approval = policyStream.approval(itsAction, true);
                policyStream.approve(approval);

                awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
                assertThat(end(approval).getNoEffect()).isTrue();
                assertThat(end(approval).getError().getCode()).isEqualTo("BACKEND_AWAY");
            }
        }
    }

    @Test
    void a_backend_that_sends_it_on_to_nobody_may_have_had_an_effect() throws Exception {
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var approval = policyStream.approval(action, true);
            approval.setParameters("{\"answer\":307,\"location\":\"" + urlOf(nobody) + "/refunds\"}");

            policyStream.approve(approval);

            awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
            assertThat(end(approval).getNoEffect()).isFalse();
        }
    }

    @Test
    void it_answers_what_became_of_a_call() {
        var ran = policyStream.approval(action, false);
        policyStream.approve(ran);
        awaitStatuses(ran, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        var neverSeen = policyStream.approval(action, false);

        // The broker repeats what is not answered.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            policyStream.probe(ran, "probe-1");
            policyStream.probe(neverSeen, "probe-2");
            return policyStream.outcomesOf(ran).size() > 2
                    && !policyStream.outcomesOf(neverSeen).isEmpty();
        });

        var found = policyStream.outcomesOf(ran).getLast();
        assertThat(found.getLease()).isEqualTo("probe-1");
        assertThat(found.getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(found.getResult()).contains(ran.getIdempotencyKey());
        assertThat(policyStream.statusesOf(neverSeen)).containsOnly(OutcomeStatus.UNKNOWN);
    }

    @Test
    void it_runs_a_non_idempotent_action() {
        var approval = policyStream.approval(action, false);

        policyStream.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void it_does_not_run_the_copy_of_an_approval_that_has_begun() {
        var approval = policyStream.approval(action, false);
        policyStream.approve(approval);
        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);

        policyStream.approve(approval);

        awaitStatuses(
                approval,
                OutcomeStatus.STARTED,
                OutcomeStatus.SUCCEEDED,
                OutcomeStatus.STARTED,
                OutcomeStatus.NOT_STARTED);
    }

    @Test
    void it_does_not_run_what_must_not_happen_twice_without_a_go_ahead() {
        var approval = policyStream.approval(action, false);
        policyStream.ignore(approval);

        policyStream.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.NOT_STARTED);
    }

    @Test
    void it_does_not_run_what_was_forged() {
        var forged = policyStream.sign(policyStream.approval(action, false));
        forged.setParameters("{\"order\":\"all of them\"}");
        var partition = FakePolicyStream.OWNER.partition(FakePolicyStream.PARTITIONS);
        policyStream.send(
                Topics.approved(action), partition, FakePolicyStream.OWNER.key(), policyStream.encoded(forged));
        var good = policyStream.approval(action, false);

        policyStream.approve(good);

        awaitStatuses(good, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(policyStream.outcomesOf(forged)).isEmpty();
    }

    @Test
    void it_leaves_alone_what_names_another_group_and_says_so() throws IOException {
        var others = policyStream.approval(action, false);
        others.setExecutor("another-group");
        var ours = policyStream.approval(action, false);
        ours.setExecutor("node-executor");

        policyStream.approve(others);
        policyStream.approve(ours);

        awaitStatuses(ours, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(policyStream.outcomesOf(others)).isEmpty();
        assertThat(executor.said()).contains("left " + others.getId() + " to another-group");
    }

    @Test
    void bytes_that_are_no_approval_stop_no_other() {
        var partition = FakePolicyStream.OWNER.partition(FakePolicyStream.PARTITIONS);
        var owner = FakePolicyStream.OWNER.key();
        policyStream.send(
                Topics.approved(action), partition, owner, "not avro at all".getBytes(StandardCharsets.UTF_8));
        policyStream.send(Topics.approved(action), partition, owner, new byte[] {0, 0x7f, 0, 0, 0, 1});
        policyStream.send(Topics.approved(action), partition, owner, null);
        var good = policyStream.approval(action, true);

        policyStream.approve(good);

        awaitStatuses(good, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void it_does_not_begin_what_is_frozen() {
        var scope = "action/" + action;
        policyStream.freeze(scope);

        // It follows the freezes with a moment's delay, so the first of these may still run.
        await().atMost(PATIENCE).until(() -> reported().equals(List.of(OutcomeStatus.NOT_STARTED)));

        policyStream.unfreeze(scope);
        await().atMost(PATIENCE).until(() -> reported().getLast() == OutcomeStatus.SUCCEEDED);
    }

    @Test
    void it_does_not_begin_too_late() {
        var approval = policyStream.approval(action, false);
        approval.setStartBy(Instant.now().minusSeconds(1));

        policyStream.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.NOT_STARTED);
    }

    @ParameterizedTest
    @MethodSource("io.countersign.protocol.kafka.ExampleExecutor#needs")
    void it_says_in_a_line_what_is_not_there_when_it_starts_and_ends(String what, String name, String address)
            throws Exception {
        ExampleExecutor.complains(NodeExample.process(), folder, policyStream, what, name, address);
    }

    @Test
    void it_says_in_a_line_what_is_of_no_use_when_it_starts_and_ends() throws Exception {
        var nowhere = folder.resolve("no-token").toString();
        var page = Files.writeString(folder.resolve("page"), "<html>").toString();

        ExampleExecutor.complains(
                NodeExample.process(),
                folder,
                policyStream,
                Map.of("COUNTERSIGN_SERVICE_TOKEN", nowhere),
                "token at " + nowhere + " (COUNTERSIGN_SERVICE_TOKEN): ENOENT");
        ExampleExecutor.complains(
                NodeExample.process(),
                folder,
                policyStream,
                Map.of("COUNTERSIGN_KEYS", page),
                "keys at " + page + " (COUNTERSIGN_KEYS): ");
        ExampleExecutor.complains(
                NodeExample.process(),
                folder,
                policyStream,
                Map.of("COUNTERSIGN_ACTION", "orders.refnd"),
                "topic at intents.approved.orders.refnd (COUNTERSIGN_ACTION): there is none");
    }

    @Test
    void it_waits_for_keys_that_are_away_and_goes_on_when_they_are_back() throws Exception {
        var itsAction = policyStream.newAction();
        try (var keys = new PublishedKeys(policyStream.keys());
                var waiting = ExampleExecutor.start(
                        NodeExample.process(),
                        folder,
                        policyStream,
                        Map.of(
                                "COUNTERSIGN_GROUP",
                                "waiting-team",
                                "COUNTERSIGN_ACTION",
                                itsAction,
                                "COUNTERSIGN_KEYS",
                                keys.url(),
                                "BACKEND",
                                refunds.url()))) {
            await().atMost(PATIENCE).until(() -> waiting.said().contains("executing " + itsAction));
            keys.goAway();
            var approval = policyStream.approval(itsAction, true);
            policyStream.approve(approval);
            await().atMost(PATIENCE).until(() -> keys.timesAway() > 3);
            assertThat(waiting.said())
                    .contains(keys.url() + " cannot be read")
                    .contains(keys.url() + " cannot be understood");

            keys.comeBack();

            awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        }
    }

    /** What it says of another attempt, to the end. */
    private static List<OutcomeStatus> reported() {
        var approval = policyStream.approval(action, true);
        policyStream.approve(approval);
        await().atMost(PATIENCE).until(() -> policyStream.ended().contains(approval.getId()));
        return policyStream.statusesOf(approval);
    }

    private static void awaitStatuses(ApprovedIntent approval, OutcomeStatus... statuses) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(policyStream.statusesOf(approval)).containsExactly(statuses));
    }

    private static ExampleExecutor executor(String group, String action, String backend) throws IOException {
        return ExampleExecutor.start(NodeExample.process(), folder, policyStream, group, action, backend);
    }

    private static Outcome end(ApprovedIntent approval) {
        return policyStream.outcomesOf(approval).getLast();
    }

    /** Of a socket that is bound and does not listen: its port is taken, and whoever connects is refused. */
    private static String urlOf(Socket nobody) {
        return "http://127.0.0.1:" + nobody.getLocalPort();
    }
}
