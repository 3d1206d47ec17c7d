package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.Failure;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Subscription;
import io.countersign.protocol.TokenUse;
import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.OutputChunk;
import io.countersign.v1.PassedOver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an executor says besides its statuses: pieces of answers, where answers came from, and answers to probes. */
@Execution(ExecutionMode.CONCURRENT)
class OutputIT {

    private static final LocalStack STACK = LocalStack.shared();
    private static final FakePolicyStream POLICY_STREAM = FakePolicyStream.on(STACK);

    private @Nullable ExecutorClient client;
    private String action = "";

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void end() {
        POLICY_STREAM.close();
    }

    @BeforeEach
    void anAction() {
        action = POLICY_STREAM.newAction();
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
    }

    @Test
    void pieces_lie_in_order_beside_the_outcomes_and_the_end_counts_them() {
        execute((called, attempt) -> {
            attempt.output("{\"delta\":\"Hel\"}");
            attempt.output("{\"delta\":\"lo\"}");
            attempt.output("{\"delta\":\"!\"}");
            return Result.succeeded("{\"text\":\"Hello!\"}");
        });
        var approval = POLICY_STREAM.approval(action, false);

        var handedOver = POLICY_STREAM.approve(approval);

        var end = awaitEnd(approval, OutcomeStatus.SUCCEEDED);
        var pieces = POLICY_STREAM.piecesOf(approval);
        assertThat(pieces)
                .extracting(piece -> piece.chunk().getData())
                .containsExactly("{\"delta\":\"Hel\"}", "{\"delta\":\"lo\"}", "{\"delta\":\"!\"}");
        assertThat(pieces).extracting(piece -> piece.chunk().getIndex()).containsExactly(0, 1, 2);
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.chunk().getRun()).isEqualTo(end.getRun());
            assertThat(piece.chunk().getLease()).isEqualTo(approval.getLease());
            assertThat(piece.chunk().getAttempt()).isEqualTo(approval.getAttempt());
            assertThat(piece.record().partition()).isEqualTo(handedOver.partition());
            assertThat(new String(piece.record().key(), StandardCharsets.UTF_8)).isEqualTo("acme/ana");
            assertThat(piece.record().headers().lastHeader(Headers.TRACEPARENT).value())
                    .asString()
                    .isEqualTo("00-1-2-01");
        });
        assertThat(end.getChunks()).isEqualTo(3);
    }

    @Test
    void what_is_written_after_the_end_is_left_out() {
        var kept = new AtomicReference<Attempt>();
        execute((called, attempt) -> {
            kept.compareAndSet(null, attempt);
            attempt.output("\"piece\"");
            return Result.succeeded("\"all\"");
        });
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        awaitEnd(approval, OutcomeStatus.SUCCEEDED);

        Objects.requireNonNull(kept.get()).output("\"too late\"");

        var later = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(later);
        awaitEnd(later, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.piecesOf(later)).as("these were written later").hasSize(1);
        assertThat(POLICY_STREAM.piecesOf(approval))
                .extracting(piece -> piece.chunk().getData())
                .containsExactly("\"piece\"");
    }

    @Test
    void an_attempt_that_is_delivered_again_streams_under_another_run_from_its_beginning() {
        execute((called, attempt) -> {
            attempt.output("\"piece\"");
            return Result.succeeded(null);
        });
        var approval = POLICY_STREAM.approval(action, true);
        POLICY_STREAM.approve(approval);
        var first = awaitEnd(approval, OutcomeStatus.SUCCEEDED);

        POLICY_STREAM.approve(approval);

        await().until(() -> POLICY_STREAM.statusesOf(approval).size() == 4);
        var second = POLICY_STREAM.outcomesOf(approval).getLast();
        assertThat(second.getRun()).isNotEqualTo(first.getRun());
        assertThat(second.getChunks()).isOne();
        assertThat(POLICY_STREAM.piecesOf(approval))
                .extracting(FakePolicyStream.Piece::chunk)
                .extracting(OutputChunk::getRun, OutputChunk::getIndex)
                .containsExactly(tuple(first.getRun(), 0), tuple(second.getRun(), 0));
    }

    @Test
    void a_call_that_is_cut_off_in_the_middle_counts_what_it_has_streamed() {
        execute((called, attempt) -> {
            attempt.output("1");
            attempt.output("2");
            new CountDownLatch(1).await();
            return Result.succeeded(null);
        });
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> POLICY_STREAM.piecesOf(approval).size() == 2);

        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);

        assertThat(awaitEnd(approval, OutcomeStatus.UNKNOWN).getChunks()).isEqualTo(2);
    }

    @Test
    void what_a_handler_streams_while_it_is_interrupted_is_counted_too() {
        execute((called, attempt) -> {
            attempt.output("1");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                attempt.output("2");
            }
            return Result.succeeded(null);
        });
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.approve(approval);
        await().until(() -> POLICY_STREAM.piecesOf(approval).size() == 1);

        POLICY_STREAM.direct(approval, DirectiveKind.CANCEL);

        var end = awaitEnd(approval, OutcomeStatus.SUCCEEDED);
        assertThat(POLICY_STREAM.piecesOf(approval)).hasSize(Objects.requireNonNull(end.getChunks()));
    }

    @Test
    void a_piece_over_the_limit_is_refused_and_one_of_the_limit_is_written() {
        var largest = "\"" + "a".repeat(Limits.CHUNK_BYTES - 2) + "\"";
        execute((called, attempt) -> {
            assertThatThrownBy(() -> attempt.output(largest + " ")).isInstanceOf(IllegalArgumentException.class);
            attempt.output(largest);
            return Result.succeeded(null);
        });
        var approval = POLICY_STREAM.approval(action, false);

        POLICY_STREAM.approve(approval);

        assertThat(awaitEnd(approval, OutcomeStatus.SUCCEEDED).getChunks()).isOne();
        assertThat(POLICY_STREAM.piecesOf(approval))
                .extracting(piece -> piece.chunk().getData())
                .containsExactly(largest);
    }

    @Test
    void the_end_says_where_the_answer_came_from_and_which_models_were_passed_over() {
        var use = new TokenUse(7, 5, 0, 12, false, "small");
        execute((called, attempt) -> {
            attempt.passedOver("large", new Failure("RATE_LIMITED", "the provider answers 429"));
            return new Result.Succeeded("{\"text\":\"Hello\"}", use, Result.Source.FALLBACK);
        });
        var approval = POLICY_STREAM.approval(action, true);

        POLICY_STREAM.approve(approval);

        var end = awaitEnd(approval, OutcomeStatus.SUCCEEDED);
        assertThat(end.getFallback()).isTrue();
        assertThat(end.getCached()).isFalse();
        assertThat(end.getChunks()).isNull();
        assertThat(end.getPassedOver())
                .containsExactly(new PassedOver("large", "RATE_LIMITED", "the provider answers 429"));
        assertThat(Objects.requireNonNull(end.getUsage()).getModel()).isEqualTo("small");
    }

    @Test
    void a_probe_is_answered_by_what_the_backend_says_of_the_key() {
        var approval = POLICY_STREAM.approval(action, false);
        POLICY_STREAM.probe(approval, "before-the-start");
        execute(new LookUp());

        // The broker repeats what is not answered.
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            POLICY_STREAM.probe(approval, "now");
            return !POLICY_STREAM.outcomesOf(approval).isEmpty();
        });

        var answer = POLICY_STREAM.outcomesOf(approval).getFirst();
        assertThat(answer.getLease()).isEqualTo("now");
        assertThat(answer.getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(answer.getResult()).isEqualTo("{\"key\":\"" + approval.getIdempotencyKey() + "\"}");
        assertThat(answer.getAttempt()).isEqualTo(approval.getAttempt());
        assertThat(answer.getExecutor()).isEqualTo("executor-1");
        assertThat(POLICY_STREAM.outcomeRecords(approval)).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(FakePolicyStream.OWNER.partition(FakePolicyStream.PARTITIONS));
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme/ana");
        });
    }

    private Outcome awaitEnd(ApprovedIntent approval, OutcomeStatus end) {
        await().untilAsserted(() ->
                assertThat(POLICY_STREAM.statusesOf(approval)).containsExactly(OutcomeStatus.STARTED, end));
        return POLICY_STREAM.outcomesOf(approval).getLast();
    }

    private void execute(ActionHandler handler) {
        var settings = new ExecutorSettings(
                STACK.broker().bootstrapServers(),
                STACK.registry().url(),
                "group-" + UUID.randomUUID(),
                "executor-1",
                List.of(Subscription.to(action)),
                Duration.ofSeconds(25),
                Map.of("metadata.max.age.ms", "1000"));
        client = ExecutorClient.start(settings, POLICY_STREAM.keys(), handler, ActionListener.NONE);
        await().until(client::isReady);
    }

    /** A backend that has seen every key. */
    private static final class LookUp implements ActionHandler {

        @Override
        public Result run(ApprovedAction called, Attempt attempt) {
            return Result.succeeded(null);
        }

        @Override
        public Optional<Result> probe(ProbedAction probed) {
            return Optional.of(Result.succeeded("{\"key\":\"" + probed.idempotencyKey() + "\"}"));
        }
    }
}
