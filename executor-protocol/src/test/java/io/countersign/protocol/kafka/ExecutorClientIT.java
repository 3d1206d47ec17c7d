package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.ActionGlob;
import io.countersign.contract.Headers;
import io.countersign.contract.Topics;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Ending;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.Subscription;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.SideEffect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The protocol on a real broker and registry; the test plays policy-stream. Each test has an action and a group of its own,
 * and mostly waits: some run beside each other.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExecutorClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(25);
    private static final Map<String, String> OFTEN_LOOKING_FOR_TOPICS = Map.of("metadata.max.age.ms", "1000");
    private static final LocalStack STACK = LocalStack.shared();
    private static final FakePolicyStream POLICY_STREAM = FakePolicyStream.on(STACK);

    private final List<ExecutorClient> clients = new ArrayList<>();
    private String action = "";
    private String group = "";

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @AfterAll
    static void end() {
        POLICY_STREAM.close();
    }

    @BeforeEach
    void anAction() {
        action = POLICY_STREAM.newAction();
        group = "group-" + UUID.randomUUID();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(ExecutorClient::close);
    }

    @Test
    void an_approved_action_is_announced_called_once_and_reported() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);

        POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        var end = POLICY_STREAM.outcomesOf(approval).getLast();
        assertThat(end.getLease()).isEqualTo(approval.getLease());
        assertThat(end.getResult()).isEqualTo("{\"order\":\"A1\"}");
        assertThat(end.getExecutor()).isEqualTo("executor-1");
        assertThat(backend.calls()).hasSize(1);
        assertThat(backend.calls().getFirst().idempotencyKey()).isEqualTo(approval.getIdempotencyKey());
    }

    @Test
    void outcomes_lie_on_the_partition_number_of_the_approval_with_its_key_and_trace() {
        execute(Backend.prompt());
        var approval = POLICY_STREAM.approval(action, true);

        var handedOver = POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.outcomeRecords(approval)).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(handedOver.partition());
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme/ana");
            assertThat(record.headers().lastHeader(Headers.TRACEPARENT).value())
                    .asString()
                    .isEqualTo("00-1-2-01");
        });
        var runs =
                POLICY_STREAM.outcomesOf(approval).stream().map(Outcome::getRun).distinct();
        assertThat(runs).hasSize(1).doesNotContainNull();
    }

    @Test
    void topics_that_appear_later_are_found() {
        execute(Backend.prompt());
        awaitReady();
        var later = POLICY_STREAM.approval(action + ".later", true);
        POLICY_STREAM.createTopic(later.getAction());

        POLICY_STREAM.approve(later);

        awaitStatuses(later, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void a_forged_approval_becomes_a_letter_and_never_a_call() {
        var backend = Backend.prompt();
        execute(backend);
        var forged = POLICY_STREAM.sign(POLICY_STREAM.approval(action, false));
        forged.setParameters("{\"order\":\"all of them\"}");
        var bytes = POLICY_STREAM.encoded(forged);

        sendAsOwner(bytes);

        var letter = awaitLetter();
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.FAILED);
        assertThat(letter.getReasons().getFirst().getCode()).isEqualTo("SIGNATURE_INVALID");
        assertThat(letter.getStage()).isEqualTo("executor");
        assertThat(letter.getSideEffect()).isEqualTo(SideEffect.NONE);
        assertThat(letter.getTenant())
                .as("nothing in a forged record is believed")
                .isNull();
        assertThat(letter.getRawValue()).isEqualTo(ByteBuffer.wrap(bytes));
        assertGoodOnesStillRun(backend);
        assertThat(POLICY_STREAM.outcomesOf(forged)).isEmpty();
    }

    @Test
    void an_approval_by_an_unknown_key_becomes_a_letter() {
        var backend = Backend.prompt();
        execute(backend);
        var stranger = POLICY_STREAM.sign(POLICY_STREAM.approval(action, false));
        stranger.setKeyId("nobody");

        sendAsOwner(POLICY_STREAM.encoded(stranger));

        assertThat(awaitLetter().getReasons().getFirst().getCode()).isEqualTo("SIGNATURE_INVALID");
        assertGoodOnesStillRun(backend);
    }

    @Test
    void a_digest_that_is_not_that_of_the_fields_becomes_a_letter_even_if_it_is_signed() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.sign(POLICY_STREAM.approval(action, false));
        approval.setDigest("0".repeat(64));

        sendAsOwner(POLICY_STREAM.encoded(POLICY_STREAM.resign(approval)));

        assertThat(awaitLetter().getReasons().getFirst().getCode()).isEqualTo("DIGEST_MISMATCH");
        assertGoodOnesStillRun(backend);
    }

    @Test
    void bytes_that_are_no_approval_become_a_letter_that_holds_them() {
        var backend = Backend.prompt();
        execute(backend);
        var junk = "not avro at all".getBytes(StandardCharsets.UTF_8);

        sendAsOwner(junk);

        var letter = awaitLetter();
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNREADABLE);
        assertThat(letter.getRawValue()).isEqualTo(ByteBuffer.wrap(junk));
        assertGoodOnesStillRun(backend);
    }

    @Test
    void a_genuine_approval_that_was_copied_elsewhere_becomes_a_letter() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.sign(POLICY_STREAM.approval(action, false));
        var elsewhere =
                (FakePolicyStream.OWNER.partition(FakePolicyStream.PARTITIONS) + 1) % FakePolicyStream.PARTITIONS;

        POLICY_STREAM.send(
                Topics.approved(action), elsewhere, FakePolicyStream.OWNER.key(), POLICY_STREAM.encoded(approval));

        assertThat(awaitLetter().getReasons().getFirst().getCode()).isEqualTo("MISROUTED");
        assertGoodOnesStillRun(backend);
    }

    @Test
    void what_names_another_group_is_passed_over_without_a_word_and_run_by_that_group() {
        var leftAlone = new CopyOnWriteArrayList<String>();
        var backend = Backend.prompt();
        execute(backend, new ActionListener() {
            @Override
            public void leftAlone(ApprovedAction passed, String toGroup) {
                leftAlone.add(passed.id() + " " + toGroup);
            }
        });
        var others = POLICY_STREAM.approval(action, false);
        others.setExecutor("group-others-" + UUID.randomUUID());
        var ours = POLICY_STREAM.approval(action, false);
        ours.setExecutor(group);

        POLICY_STREAM.approve(others);
        var handedOver = POLICY_STREAM.approve(ours);

        awaitStatuses(ours, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        await().until(() -> POLICY_STREAM.committed(group, action) == handedOver.offset() + 1);
        assertThat(leftAlone).containsExactly(others.getId() + " " + others.getExecutor());
        assertThat(POLICY_STREAM.outcomesOf(others)).isEmpty();
        assertThat(POLICY_STREAM.lettersOf(Topics.approved(action))).isEmpty();
        group = Objects.requireNonNull(others.getExecutor());
        var theirs = Backend.prompt();
        execute(theirs);
        awaitStatuses(others, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(backend.calls()).extracting(ApprovedAction::id).containsExactly(ours.getId());
        assertThat(theirs.calls()).extracting(ApprovedAction::id).containsExactly(others.getId());
    }

    @Test
    void a_copy_of_an_approval_of_a_non_idempotent_action_makes_no_second_call() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);

        POLICY_STREAM.approve(approval);
        POLICY_STREAM.approve(approval);

        assertThat(awaitLetter().getReasons().getFirst().getCode()).isEqualTo("DUPLICATE_APPROVAL");
        await().untilAsserted(
                        () -> assertThat(POLICY_STREAM.statusesOf(approval)).containsOnlyOnce(OutcomeStatus.SUCCEEDED));
        assertThat(backend.calls()).hasSize(1);
    }

    @Test
    void a_copy_that_is_read_after_a_restart_makes_no_second_call() {
        var backend = Backend.prompt();
        var first = execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        first.close();

        execute(backend);
        POLICY_STREAM.approve(approval);

        assertThat(awaitLetter().getReasons().getFirst().getCode()).isEqualTo("DUPLICATE_APPROVAL");
        awaitStatuses(
                approval,
                OutcomeStatus.STARTED,
                OutcomeStatus.SUCCEEDED,
                OutcomeStatus.STARTED,
                OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("START_REFUSED");
        assertThat(POLICY_STREAM.outcomesOf(approval).stream()
                        .map(Outcome::getRun)
                        .distinct())
                .as("the copy speaks for itself only")
                .hasSize(2);
        assertThat(backend.calls()).hasSize(1);
    }

    @Test
    void a_copy_in_another_process_neither_calls_nor_cuts_the_genuine_call_off() {
        var genuine = Backend.holding();
        execute(genuine);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> genuine.calls().size() == 1);

        group = "group-" + UUID.randomUUID();
        var copied = Backend.prompt();
        execute(copied);
        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.STARTED, OutcomeStatus.NOT_STARTED);
        genuine.answer();

        await().until(() -> POLICY_STREAM.statusesOf(approval).contains(OutcomeStatus.SUCCEEDED));
        assertThat(copied.calls()).isEmpty();
        assertThat(genuine.calls()).hasSize(1);
    }

    @Test
    void what_must_not_happen_twice_is_not_called_before_its_go_ahead_and_keeps_its_lease_meanwhile() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.ignore(approval);

        POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.RUNNING, OutcomeStatus.RUNNING);
        assertThat(backend.calls()).isEmpty();
        var run = POLICY_STREAM.outcomesOf(approval).getFirst().getRun();
        POLICY_STREAM.direct(approval, DirectiveKind.RENEWED, "the run of a copy");
        awaitStatuses(
                approval, OutcomeStatus.STARTED, OutcomeStatus.RUNNING, OutcomeStatus.RUNNING, OutcomeStatus.RUNNING);
        assertThat(backend.calls()).isEmpty();
        POLICY_STREAM.direct(approval, DirectiveKind.RENEWED, run);
        awaitEnd(approval, OutcomeStatus.SUCCEEDED);
        assertThat(backend.calls()).hasSize(1);
    }

    @Test
    void what_may_be_repeated_waits_for_nobody() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, true);
        POLICY_STREAM.ignore(approval);

        POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void what_is_frozen_while_it_waits_for_its_go_ahead_is_not_called() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        var scope = "action/" + action;
        POLICY_STREAM.ignore(approval);
        POLICY_STREAM.approve(approval);
        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.RUNNING);

        POLICY_STREAM.freeze(scope);
        POLICY_STREAM.direct(
                approval,
                DirectiveKind.RENEWED,
                POLICY_STREAM.outcomesOf(approval).getFirst().getRun());

        awaitEnd(approval, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("FROZEN");
        assertThat(backend.calls()).isEmpty();
        POLICY_STREAM.unfreeze(scope);
    }

    @Test
    void an_attempt_that_is_cancelled_while_it_waits_for_its_go_ahead_is_not_called() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.ignore(approval);
        POLICY_STREAM.approve(approval);
        awaitStatuses(approval, OutcomeStatus.STARTED);

        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);

        awaitEnd(approval, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("CANCELLED");
        assertThat(backend.calls()).isEmpty();
    }

    @Test
    void an_approval_whose_start_by_has_passed_is_not_called() {
        var backend = Backend.prompt();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        approval.setStartBy(Instant.now().minusSeconds(1));

        POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("START_BY_PASSED");
        assertThat(backend.calls()).isEmpty();
    }

    @Test
    void a_frozen_action_is_not_started_and_runs_again_after_the_freeze() {
        var backend = Backend.prompt();
        execute(backend);
        var scope = "action/" + action;
        POLICY_STREAM.freeze(scope);
        var frozen = POLICY_STREAM.approval(action, true);

        POLICY_STREAM.approve(frozen);

        awaitStatuses(frozen, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(frozen)).isEqualTo("FROZEN");
        POLICY_STREAM.unfreeze(scope);
        assertGoodOnesStillRun(backend);
        assertThat(backend.calls()).noneMatch(call -> call.id().equals(frozen.getId()));
    }

    @Test
    void a_cancel_directive_reaches_a_running_call() {
        var backend = Backend.holding();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> !backend.calls().isEmpty());

        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.UNKNOWN);
        assertThat(errorCode(approval)).isEqualTo("CANCELLED");
    }

    @Test
    void a_refused_start_cuts_the_call_off() {
        var backend = Backend.holding();
        execute(backend);
        var approval = POLICY_STREAM.approval(action, true);
        POLICY_STREAM.approve(approval);
        await().until(() -> !backend.calls().isEmpty());
        awaitStatuses(approval, OutcomeStatus.STARTED);

        var run = POLICY_STREAM.outcomesOf(approval).getFirst().getRun();
        POLICY_STREAM.direct(approval, DirectiveKind.REFUSED, run);

        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
        assertThat(errorCode(approval)).isEqualTo("LEASE_OVER");
    }

    @Test
    void an_attempt_that_was_cancelled_before_its_approval_was_read_is_not_started() {
        var backend = Backend.prompt();
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);
        execute(backend);

        POLICY_STREAM.approve(approval);

        awaitStatuses(approval, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("CANCELLED");
    }

    @Test
    void a_call_beyond_its_timeout_is_cut_off_and_renews_its_lease_until_then() {
        execute(Backend.holding());
        var approval = POLICY_STREAM.approval(action, false);
        approval.setTimeoutMillis(1_000);

        POLICY_STREAM.approve(approval);

        await().until(() -> POLICY_STREAM.statusesOf(approval).contains(OutcomeStatus.UNKNOWN));
        assertThat(errorCode(approval)).isEqualTo("TIMEOUT");
        assertThat(POLICY_STREAM.statusesOf(approval))
                .startsWith(OutcomeStatus.STARTED, OutcomeStatus.RUNNING)
                .endsWith(OutcomeStatus.UNKNOWN)
                .containsOnlyOnce(OutcomeStatus.STARTED, OutcomeStatus.UNKNOWN);
    }

    @Test
    void a_handler_that_ignores_its_interruption_is_given_up_in_time() {
        var backend = Backend.holding();
        execute((called, attempt) -> {
            while (true) {
                try {
                    return backend.run(called, attempt);
                } catch (InterruptedException stubborn) {
                    // Goes on waiting.
                }
            }
        });
        var approval = POLICY_STREAM.approval(action, true);
        approval.setTimeoutMillis(200);

        POLICY_STREAM.approve(approval);

        await().until(() -> POLICY_STREAM.statusesOf(approval).contains(OutcomeStatus.FAILED_RETRYABLE));
        assertThat(errorCode(approval)).isEqualTo("TIMEOUT");
        backend.answer();
    }

    @Test
    void an_exception_of_a_non_idempotent_action_is_unknown_and_of_an_idempotent_one_retryable() {
        execute((called, attempt) -> {
            throw new IllegalStateException("boom");
        });
        var once = POLICY_STREAM.approval(action, false);
        var again = POLICY_STREAM.approval(action, true);

        POLICY_STREAM.approve(once);
        POLICY_STREAM.approve(again);

        awaitStatuses(once, OutcomeStatus.STARTED, OutcomeStatus.UNKNOWN);
        awaitStatuses(again, OutcomeStatus.STARTED, OutcomeStatus.FAILED_RETRYABLE);
    }

    @Test
    void a_non_idempotent_record_is_committed_before_its_call_and_an_idempotent_one_after_its_end() {
        var backend = Backend.holding();
        execute(backend);

        var once = POLICY_STREAM.approve(POLICY_STREAM.approval(action, false));
        await().until(() -> backend.calls().size() == 1);
        assertThat(POLICY_STREAM.committed(group, action)).isEqualTo(once.offset() + 1);

        var again = POLICY_STREAM.approval(action, true);
        var handedOver = POLICY_STREAM.approve(again);
        await().until(() -> backend.calls().size() == 2);
        assertThat(POLICY_STREAM.committed(group, action)).isEqualTo(once.offset() + 1);

        backend.answer();
        awaitStatuses(again, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        await().until(() -> POLICY_STREAM.committed(group, action) == handedOver.offset() + 1);
    }

    @Test
    void a_slow_action_does_not_hold_back_another() {
        var slow = Backend.holding();
        var quick = Backend.prompt();
        var quickAction = action + ".quick";
        POLICY_STREAM.createTopic(quickAction);
        execute(
                (called, attempt) -> (called.action().equals(action) ? slow : quick).run(called, attempt),
                new Subscription(new ActionGlob(action + "*"), 2));
        var stuck = POLICY_STREAM.approval(action, true);
        for (var i = 0; i < 250; i++) {
            POLICY_STREAM.approve(POLICY_STREAM.approval(action, true));
        }
        POLICY_STREAM.approve(stuck);
        await().until(() -> slow.calls().size() == 2);

        var prompt = POLICY_STREAM.approval(quickAction, true);
        POLICY_STREAM.approve(prompt);

        awaitStatuses(prompt, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(slow.calls()).hasSize(2);
        slow.answer();
        awaitStatuses(stuck, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(slow.calls()).hasSize(251);
    }

    @Test
    void what_has_no_leave_waits_without_a_word_or_a_commit_and_holds_back_no_other_action() {
        var backend = Backend.prompt();
        var door = new Door(backend, action);
        var free = POLICY_STREAM.approval(action + ".free", false);
        POLICY_STREAM.createTopic(free.getAction());
        execute(door);
        var held = POLICY_STREAM.approval(action, false);
        var handedOver = POLICY_STREAM.approve(held);
        await().until(() -> door.asked().contains(held.getId()));

        POLICY_STREAM.approve(free);

        awaitStatuses(free, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.outcomesOf(held)).isEmpty();
        assertThat(POLICY_STREAM.committed(group, action)).isEqualTo(-1);
        door.open();
        awaitStatuses(held, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.committed(group, action)).isEqualTo(handedOver.offset() + 1);
        await().untilAsserted(() ->
                assertThat(door.places()).as("leave is given back").isOne());
    }

    @Test
    void a_cancelled_attempt_that_waits_for_leave_is_not_started() {
        var backend = Backend.prompt();
        var door = new Door(backend, action);
        execute(door);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> door.asked().contains(approval.getId()));

        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);

        awaitStatuses(approval, OutcomeStatus.NOT_STARTED);
        assertThat(errorCode(approval)).isEqualTo("CANCELLED");
        assertThat(backend.calls()).isEmpty();
    }

    @Test
    void what_waits_for_leave_when_an_executor_closes_is_left_to_the_next_one() {
        var door = new Door(Backend.prompt(), action);
        var client = execute(door);
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> door.asked().contains(approval.getId()));

        client.close();

        assertThat(POLICY_STREAM.outcomesOf(approval)).isEmpty();
        execute(Backend.prompt());
        awaitStatuses(approval, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void closing_lets_running_calls_end_and_leaves_the_rest_to_the_next_executor() {
        var backend = Backend.holding();
        var client = execute(backend, new Subscription(new ActionGlob(action), 1));
        var running = POLICY_STREAM.approval(action, false);
        var waiting = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(running);
        await().until(() -> backend.calls().size() == 1);
        POLICY_STREAM.approve(waiting);

        var closing = Thread.startVirtualThread(client::close);
        await().until(() -> !client.isTakingOn());
        backend.answer();

        await().until(() -> !closing.isAlive());
        awaitStatuses(running, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.outcomesOf(waiting)).isEmpty();
        execute(Backend.prompt());
        awaitStatuses(waiting, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(backend.calls()).hasSize(1);
    }

    @Test
    void a_partition_that_goes_to_another_executor_leaves_every_non_idempotent_action_called_once() {
        var first = Backend.prompt();
        var second = Backend.prompt();
        var approvals = new ArrayList<ApprovedIntent>();
        execute(first);
        for (var i = 0; i < 300; i++) {
            var approval = POLICY_STREAM.approval(action, false);
            approvals.add(approval);
            POLICY_STREAM.approve(approval);
            if (i == 100) {
                execute(second);
            }
            if (i == 200) {
                clients.removeFirst().close();
            }
        }

        var ids = approvals.stream().map(ApprovedIntent::getId).toList();

        await().until(() -> POLICY_STREAM.ended().containsAll(ids));

        var called =
                new ArrayList<>(first.calls().stream().map(ApprovedAction::id).toList());
        called.addAll(second.calls().stream().map(ApprovedAction::id).toList());
        assertThat(called).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(POLICY_STREAM.ended().stream().filter(ids::contains)).hasSameSizeAs(ids);
    }

    @Test
    void a_listener_hears_of_the_beginning_and_the_end() {
        var heard = new CopyOnWriteArrayList<String>();
        execute(Backend.prompt(), new ActionListener() {
            @Override
            public void began(ApprovedAction called) {
                heard.add("began " + called.id());
            }

            @Override
            public void ended(ApprovedAction called, Ending ending, Duration call) {
                heard.add(ending.kind() + " " + called.id());
                throw new IllegalStateException("a listener's own trouble");
            }
        });
        var approval = POLICY_STREAM.approval(action, true);

        POLICY_STREAM.approve(approval);

        await().untilAsserted(() ->
                assertThat(heard).containsExactly("began " + approval.getId(), "SUCCEEDED " + approval.getId()));
    }

    private void sendAsOwner(byte[] value) {
        var partition = FakePolicyStream.OWNER.partition(FakePolicyStream.PARTITIONS);
        POLICY_STREAM.send(Topics.approved(action), partition, FakePolicyStream.OWNER.key(), value);
    }

    /** One record that must not run stops no other: a good one that follows it is executed, and nothing else was. */
    private void assertGoodOnesStillRun(Backend backend) {
        var good = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(good);
        awaitStatuses(good, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED);
        assertThat(backend.calls()).extracting(ApprovedAction::id).containsExactly(good.getId());
    }

    private DeadLetter awaitLetter() {
        return await().until(() -> POLICY_STREAM.lettersOf(Topics.approved(action)), letters -> letters.size() == 1)
                .getFirst();
    }

    private static void awaitEnd(ApprovedIntent approval, OutcomeStatus status) {
        await().untilAsserted(() ->
                assertThat(POLICY_STREAM.statusesOf(approval)).last().isEqualTo(status));
    }

    private void awaitStatuses(ApprovedIntent approval, OutcomeStatus... statuses) {
        await().untilAsserted(
                        () -> assertThat(POLICY_STREAM.statusesOf(approval)).containsExactly(statuses));
    }

    private void awaitReady() {
        await().until(() -> clients.stream().allMatch(ExecutorClient::isReady));
    }

    private String errorCode(ApprovedIntent approval) {
        return Objects.requireNonNull(
                        POLICY_STREAM.outcomesOf(approval).getLast().getError())
                .getCode();
    }

    private ExecutorClient execute(ActionHandler handler) {
        return execute(handler, ActionListener.NONE);
    }

    private ExecutorClient execute(ActionHandler handler, ActionListener listener) {
        return execute(handler, listener, new Subscription(new ActionGlob(action + "*"), 8));
    }

    private ExecutorClient execute(ActionHandler handler, Subscription subscription) {
        return execute(handler, ActionListener.NONE, subscription);
    }

    private ExecutorClient execute(ActionHandler handler, ActionListener listener, Subscription subscription) {
        var settings = new ExecutorSettings(
                STACK.broker().bootstrapServers(),
                STACK.registry().url(),
                group,
                "executor-" + (clients.size() + 1),
                List.of(subscription),
                DRAIN,
                OFTEN_LOOKING_FOR_TOPICS);
        var client = ExecutorClient.start(settings, POLICY_STREAM.keys(), handler, listener);
        clients.add(client);
        return client;
    }
}
