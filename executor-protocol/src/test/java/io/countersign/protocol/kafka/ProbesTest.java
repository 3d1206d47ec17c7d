package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.Failure;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Subscription;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.protocol.kafka.RunningAttempts.Running;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbesTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final List<Ending> answers = new CopyOnWriteArrayList<>();
    private final RunningAttempts attempts = new RunningAttempts();

    @Test
    void what_is_found_is_answered() {
        probes(action -> Optional.of(Result.succeeded("{\"key\":\"" + action.idempotencyKey() + "\"}")))
                .take(probe(1));

        assertThat(answer()).isEqualTo(Ending.of(Result.succeeded("{\"key\":\"key-1\"}")));
    }

    @Test
    void a_look_up_that_throws_cannot_tell() {
        probes(action -> {
                    throw new IllegalStateException("boom");
                })
                .take(probe(1));

        assertThat(codeOfUnknown(answer())).isEqualTo("EXCEPTION");
    }

    @Test
    void a_look_up_that_takes_too_long_is_interrupted_and_cannot_tell() {
        var interrupted = new CountDownLatch(1);
        var probes = probes(
                action -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return Optional.of(Result.succeeded(null));
                },
                Duration.ofMillis(20));

        probes.take(probe(1));

        assertThat(codeOfUnknown(answer())).isEqualTo("TIMEOUT");
        await().until(() -> interrupted.getCount() == 0);
        assertThat(answers).as("what came later counts no more").hasSize(1);
    }

    @Test
    void the_same_question_is_looked_up_once_while_it_is_under_way() {
        var asked = new AtomicInteger();
        var found = new CountDownLatch(1);
        var probes = probes(action -> {
            asked.incrementAndGet();
            found.await();
            return Optional.of(Result.succeeded(null));
        });

        probes.take(probe(1));
        probes.take(probe(1));
        found.countDown();

        assertThat(answer()).isNotNull();
        assertThat(asked).hasValue(1);
    }

    @Test
    void so_many_are_looked_up_at_a_time_and_all_are_answered() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var going = new CountDownLatch(1);
        var probes = probes(action -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            going.await();
            now.decrementAndGet();
            return Optional.of(Result.succeeded(null));
        });

        for (var i = 0; i < 100; i++) {
            probes.take(probe(i));
        }
        await().until(() -> now.get() == 16);
        going.countDown();

        await().untilAsserted(() -> assertThat(answers).hasSize(100));
        assertThat(most).hasValue(16);
    }

    @Test
    void a_call_that_is_still_under_way_here_is_not_looked_up() {
        var attempt = new Attempt("run", json -> {});
        attempts.enter(probe(1).key(), Running.of(attempt, new GoAhead(attempt), 0));

        probes(action -> Optional.of(Result.failed("NOT_FOUND", "no such key"))).take(probe(1));

        assertThat(codeOfUnknown(answer())).isEqualTo("STILL_RUNNING");
    }

    @Test
    void what_is_not_ours_or_has_no_look_up_is_not_answered() {
        var asked = new CopyOnWriteArrayList<String>();
        var probes = probes(action -> {
            asked.add(action.id());
            return Optional.empty();
        });

        probes.take(probe(1, "mail.send", null));
        probes.take(probe(2, "orders.refund", "another-group"));
        probes.take(probe(3, "orders.refund", "group"));

        await().untilAsserted(() -> assertThat(asked).containsExactly("intent-3"));
        assertThat(answers).isEmpty();
    }

    private Probes probes(LookUp lookUp) {
        return probes(lookUp, AMPLE);
    }

    private Probes probes(LookUp lookUp, Duration limit) {
        var settings = ExecutorSettings.of("kafka", "registry", "group", "one", Subscription.to("orders.*"));
        return new Probes(settings, new Backend(lookUp), attempts, (probe, answer) -> answers.add(answer), limit);
    }

    private Ending answer() {
        await().until(() -> !answers.isEmpty());
        return answers.getFirst();
    }

    private static String codeOfUnknown(Ending ending) {
        return ending.kind() == Ending.Kind.UNKNOWN && ending.failure() instanceof Failure(var code, var message)
                ? code
                : "told";
    }

    private static Probe probe(int number) {
        return probe(number, "orders.refund", null);
    }

    private static Probe probe(int number, String action, @Nullable String group) {
        var id = "intent-" + number;
        var probed = new ProbedAction(id, "acme", "ana", action, 1, "key-" + number, null);
        return new Probe(probed, new AttemptKey("acme/ana", id, 1), "probe-" + number, 0, group);
    }

    /** What the backend is asked. */
    private interface LookUp {
        Optional<Result> find(ProbedAction action) throws Exception;
    }

    private record Backend(LookUp lookUp) implements ActionHandler {

        @Override
        public Result run(ApprovedAction action, Attempt attempt) {
            throw new UnsupportedOperationException("nothing is called here");
        }

        @Override
        public Optional<Result> probe(ProbedAction action) throws Exception {
            return lookUp.find(action);
        }
    }
}
