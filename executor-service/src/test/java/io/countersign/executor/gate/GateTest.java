package io.countersign.executor.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.gate.Breaker.State;
import io.countersign.protocol.ApprovedAction;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class GateTest {

    private static final Breaker.Settings QUICK =
            new Breaker.Settings(10, 5, 50, Duration.ofMillis(100), Duration.ofMillis(400));
    private static final Result DOWN = Result.failedRetryable("NOT_CONNECTED", "refused", null);
    private static final Result FINE = Result.succeeded("1");

    private final List<State> changes = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<Inside>> looked = new HashSet<>();
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
        var waiting = new ArrayList<CompletableFuture<Inside>>();
        for (var i = 0; i < 50; i++) {
            waiting.add(enter(gate));
        }

        await().until(() -> gate.inside() == 1);
        assertThat(gate.state()).isEqualTo(State.TRYING);
        assertThat(gate.waiting()).isEqualTo(49);
        through(waiting).ends(gate, FINE);

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
            through(waiting).ends(gate, DOWN);
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
        through(waiting).permit().release();

        await().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
        assertThat(gate.state()).isEqualTo(State.TRYING);
    }

    @Test
    void a_pause_is_never_shorter_than_the_backend_asked_for() throws Exception {
        var gate = gate(100, QUICK);
        fail(gate, 4);

        enter(gate).get().ends(gate, Result.failedRetryable("HTTP_503", "busy", Duration.ofSeconds(30)));

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
    void what_says_nothing_about_the_backend_pauses_nobody(String kind, String code) throws Exception {
        var gate = gate(100, QUICK);

        for (var i = 0; i < 20; i++) {
            begin(gate).ends(gate, result(kind, code));
        }

        assertThat(gate.state()).isEqualTo(State.FLOWING);
    }

    @ParameterizedTest
    @CsvSource({
        "retry,NOT_CONNECTED", "retry,TIMEOUT", "retry,CONNECTION_LOST", "retry,HTTP_429", "retry,HTTP_503",
        "retry,HTTP_500", "retry,SQL_57P01", "unknown,HTTP_500", "unknown,COMMIT_LOST", "unknown,ANYTHING"
    })
    void a_backend_in_trouble_is_paused(String kind, String code) throws Exception {
        var gate = gate(100, QUICK);

        for (var i = 0; i < 5; i++) {
            begin(gate).ends(gate, result(kind, code));
        }

        assertThat(gate.state()).isEqualTo(State.PAUSED);
    }

    @Test
    void half_of_the_last_ten_are_too_many_and_four_are_not() throws Exception {
        var gate = gate(100, QUICK);
        for (var i = 0; i < 6; i++) {
            begin(gate).ends(gate, FINE);
        }
        for (var i = 0; i < 4; i++) {
            begin(gate).ends(gate, DOWN);
        }
        assertThat(gate.state()).isEqualTo(State.FLOWING);

        begin(gate).ends(gate, DOWN);

        assertThat(gate.state()).isEqualTo(State.PAUSED);
    }

    @Test
    void no_more_than_so_many_are_inside_at_a_time() throws Exception {
        var gate = gate(2, null);
        var one = begin(gate);
        begin(gate);
        var third = enter(gate);
        await().until(() -> gate.waiting() == 1);

        one.permit().release();

        third.get();
        assertThat(gate.inside()).isEqualTo(2);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void who_is_interrupted_waits_no_longer_and_pauses_nothing() throws Exception {
        var gate = gate(1, null);
        var inside = begin(gate);
        var thread = Thread.ofVirtual().start(() -> {
            try {
                begin(gate);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> gate.waiting() == 1);

        thread.interrupt();
        thread.join();

        assertThat(gate.waiting()).isZero();
        inside.permit().release();
        assertThat(gate.inside()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "fine", "nothing"})
    void a_call_that_began_before_the_pause_says_nothing_about_the_trial(String said) throws Exception {
        var gate = gate(100, QUICK);
        var old = begin(gate);
        fail(gate, 5);
        var waiting = List.of(enter(gate), enter(gate));
        var trial = through(waiting);

        switch (said) {
            case "down" -> old.ends(gate, DOWN);
            case "fine" -> old.ends(gate, FINE);
            default -> old.permit().release();
        }

        assertThat(gate.state()).isEqualTo(State.TRYING);
        await().during(Duration.ofMillis(200)).until(() -> gate.inside() == 1 && gate.waiting() == 1);
        trial.ends(gate, FINE);
        through(waiting);
        assertThat(changes).containsExactly(State.PAUSED, State.TRYING, State.FLOWING);
    }

    @Test
    void a_call_that_began_before_the_pause_prolongs_no_later_one() throws Exception {
        var gate = gate(100, QUICK);
        var old = begin(gate);
        fail(gate, 5);
        var trial = enter(gate).get();

        old.ends(gate, Result.failedRetryable("HTTP_503", "busy", Duration.ofMinutes(5)));
        trial.ends(gate, DOWN);

        assertThat(pauses).hasSize(2).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void calls_that_began_before_the_pause_begin_no_other_one() throws Exception {
        var gate = gate(100, QUICK);
        var old = List.of(begin(gate), begin(gate), begin(gate), begin(gate), begin(gate));
        fail(gate, 5);
        enter(gate).get().ends(gate, FINE);

        old.forEach(each -> each.ends(gate, DOWN));

        assertThat(gate.state()).isEqualTo(State.FLOWING);
        assertThat(gate.inside()).isZero();
    }

    @Test
    void of_many_threads_one_is_the_trial() {
        var breaker = new Breaker("one", new Breaker.Settings(1, 1, 50, Duration.ofMillis(1), Duration.ofMillis(1)));
        for (var round = 0; round < 200; round++) {
            breaker.tryEnter().ifPresent(pass -> pass.learn(DOWN));

            var trials = await().pollInterval(Duration.ofMillis(1))
                    .until(() -> enterAtOnce(breaker, 8), entered -> !entered.isEmpty());

            assertThat(trials).hasSize(1);
            trials.getFirst().learn(FINE);
            assertThat(breaker.state()).isEqualTo(State.FLOWING);
        }
    }

    private List<Pass> enterAtOnce(Breaker breaker, int times) {
        var entering = Stream.generate(() -> CompletableFuture.supplyAsync(breaker::tryEnter, threads))
                .limit(times)
                .toList();
        return entering.stream().flatMap(each -> each.join().stream()).toList();
    }

    private record Inside(ApprovedAction action, Permit permit) {

        void ends(Gate gate, Result result) {
            gate.learn(action, result);
            permit.release();
        }
    }

    private static Inside begin(Gate gate) throws InterruptedException {
        var action = ApprovedActions.once("{}");
        return new Inside(action, gate.enter(action));
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
            begin(gate).ends(gate, DOWN);
        }
    }

    /** The permit of one that is through and was not looked at before. */
    private Inside through(List<CompletableFuture<Inside>> waiting) {
        await().until(() -> waiting.stream().anyMatch(this::isNew));
        var next = waiting.stream().filter(this::isNew).findFirst().orElseThrow();
        looked.add(next);
        return next.join();
    }

    private boolean isNew(CompletableFuture<Inside> each) {
        return each.isDone() && !looked.contains(each);
    }

    private CompletableFuture<Inside> enter(Gate gate) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return begin(gate);
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
