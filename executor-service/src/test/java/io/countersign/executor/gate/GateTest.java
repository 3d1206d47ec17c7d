package io.countersign.executor.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.executor.gate.Breaker.State;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class GateTest {

    private static final Breaker.Settings QUICK =
            new Breaker.Settings(10, 5, 50, Duration.ofMillis(100), Duration.ofMillis(400));
    private static final Result DOWN = Result.failedRetryable("NOT_CONNECTED", "refused", null);
    private static final Result FINE = Result.succeeded("1");

    private final List<State> changes = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<Permit>> looked = new HashSet<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void failures_in_a_row_pause_whoever_has_not_begun() throws Exception {
        var gate = gate(100, slow());
        fail(gate, 5);

        var next = enter(gate);

        assertThat(gate.state()).isEqualTo(State.PAUSED);
        await().until(() -> gate.waiting() == 1);
        assertThat(next).isNotDone();
        assertThat(changes).containsExactly(State.PAUSED);
    }

    @Test
    void after_the_pause_one_call_goes_through_and_its_success_frees_all() throws Exception {
        var gate = gate(100, QUICK);
        fail(gate, 5);
        var waiting = new ArrayList<CompletableFuture<Permit>>();
        for (var i = 0; i < 50; i++) {
            waiting.add(enter(gate));
        }

        await().until(() -> gate.inside() == 1);
        assertThat(gate.state()).isEqualTo(State.TRYING);
        assertThat(gate.waiting()).isEqualTo(49);
        gate.learn(FINE);
        through(waiting).release();

        await().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
        assertThat(changes).containsExactly(State.PAUSED, State.TRYING, State.FLOWING);
    }

    @Test
    void if_the_one_fails_too_the_pause_grows_and_nobody_else_has_tried() throws Exception {
        var gate = gate(100, QUICK);
        fail(gate, 5);
        var waiting = List.of(enter(gate), enter(gate), enter(gate));

        for (var round = 0; round < 3; round++) {
            await().until(() -> gate.inside() == 1);
            gate.learn(DOWN);
            through(waiting).release();
        }

        assertThat(pauses).hasSize(4);
        assertThat(pauses.get(2)).isGreaterThan(pauses.get(0));
        assertThat(pauses.getLast()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void one_that_made_no_call_leaves_its_try_to_the_next() throws Exception {
        var gate = gate(100, QUICK);
        fail(gate, 5);
        var waiting = List.of(enter(gate), enter(gate));

        await().until(() -> gate.inside() == 1);
        through(waiting).release();

        await().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
        assertThat(gate.state()).isEqualTo(State.TRYING);
    }

    @Test
    void a_pause_is_never_shorter_than_the_backend_asked_for() throws Exception {
        var gate = gate(100, QUICK);
        fail(gate, 4);

        enter(gate).get().release();
        gate.learn(Result.failedRetryable("HTTP_503", "busy", Duration.ofSeconds(30)));

        assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }

    @ParameterizedTest
    @CsvSource({
        "failed,INSUFFICIENT_FUNDS",
        "failed,HTTP_422",
        "retry,SQL_40001",
        "retry,CANCELLED",
        "retry,INSUFFICIENT_FUNDS",
        "unknown,CANCELLED"
    })
    void what_says_nothing_about_the_backend_pauses_nobody(String kind, String code) {
        var gate = gate(100, QUICK);

        for (var i = 0; i < 20; i++) {
            gate.learn(result(kind, code));
        }

        assertThat(gate.state()).isEqualTo(State.FLOWING);
    }

    @ParameterizedTest
    @CsvSource({
        "retry,NOT_CONNECTED", "retry,TIMEOUT", "retry,CONNECTION_LOST", "retry,HTTP_429", "retry,HTTP_503",
        "retry,HTTP_500", "retry,SQL_57P01", "unknown,HTTP_500", "unknown,COMMIT_LOST", "unknown,ANYTHING"
    })
    void a_backend_in_trouble_is_paused(String kind, String code) {
        var gate = gate(100, QUICK);

        for (var i = 0; i < 5; i++) {
            gate.learn(result(kind, code));
        }

        assertThat(gate.state()).isEqualTo(State.PAUSED);
    }

    @Test
    void half_of_the_last_ten_are_too_many_and_four_are_not() {
        var gate = gate(100, QUICK);
        for (var i = 0; i < 6; i++) {
            gate.learn(FINE);
        }
        for (var i = 0; i < 4; i++) {
            gate.learn(DOWN);
        }
        assertThat(gate.state()).isEqualTo(State.FLOWING);

        gate.learn(DOWN);

        assertThat(gate.state()).isEqualTo(State.PAUSED);
    }

    @Test
    void no_more_than_so_many_are_inside_at_a_time() throws Exception {
        var gate = gate(2, null);
        var one = gate.enter();
        gate.enter();
        var third = enter(gate);
        await().until(() -> gate.waiting() == 1);

        one.release();

        third.get();
        assertThat(gate.inside()).isEqualTo(2);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void who_is_interrupted_waits_no_longer_and_pauses_nothing() throws Exception {
        var gate = gate(1, null);
        var inside = gate.enter();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                gate.enter();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> gate.waiting() == 1);

        thread.interrupt();
        thread.join();

        assertThat(gate.waiting()).isZero();
        inside.release();
        assertThat(gate.inside()).isZero();
    }

    private static Result result(String kind, String code) {
        return switch (kind) {
            case "failed" -> Result.failed(code, "");
            case "retry" -> Result.failedRetryable(code, "", null);
            default -> Result.unknown(code, "");
        };
    }

    private static void fail(Gate gate, int times) throws InterruptedException {
        for (var i = 0; i < times; i++) {
            var permit = gate.enter();
            gate.learn(DOWN);
            permit.release();
        }
    }

    /** The permit of one that is through and was not looked at before. */
    private Permit through(List<CompletableFuture<Permit>> waiting) {
        await().until(() -> waiting.stream().anyMatch(this::isNew));
        var next = waiting.stream().filter(this::isNew).findFirst().orElseThrow();
        looked.add(next);
        return next.join();
    }

    private boolean isNew(CompletableFuture<Permit> each) {
        return each.isDone() && !looked.contains(each);
    }

    private CompletableFuture<Permit> enter(Gate gate) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gate.enter();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private static Breaker.Settings slow() {
        return new Breaker.Settings(10, 5, 50, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private Gate gate(int most, Breaker.@Nullable Settings settings) {
        return new Gate("orders.*", most, settings, (self, now, pause) -> {
            changes.add(now);
            if (now == State.PAUSED) {
                pauses.add(pause);
            }
        });
    }
}
