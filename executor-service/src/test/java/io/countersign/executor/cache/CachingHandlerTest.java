package io.countersign.executor.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.executor.Asking;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachingHandlerTest {

    private static final Permit FROM_THE_BACKEND = () -> {};

    private final StoredAnswers answers = new StoredAnswers(1_000_000);
    private final AtomicInteger calls = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CachingHandler handler =
            new CachingHandler(new AnswerCache(answers, (key, answer) -> {}, Clock.systemUTC()), new Backend(), meters);

    @Test
    void what_is_known_is_not_called_for_again_and_needs_no_leave_of_the_backend() throws Exception {
        var action = Asking.toList().kept("user", Duration.ofMinutes(10)).action();

        assertThat(handler.admit(action)).isSameAs(FROM_THE_BACKEND);
        assertThat(source(action)).isEqualTo(Source.CALLED);
        assertThat(handler.admit(action)).isNotSameAs(FROM_THE_BACKEND);
        assertThat(source(action)).isEqualTo(Source.CACHED);

        assertThat(calls).hasValue(1);
        assertThat(asked("hit")).isEqualTo(1);
        assertThat(asked("miss")).isEqualTo(1);
    }

    @Test
    void who_was_let_in_for_an_answer_gets_it_and_calls_nobody_even_if_it_is_dropped_meanwhile() throws Exception {
        var action = Asking.toList().kept("user", Duration.ofMinutes(10)).action();
        assertThat(source(action)).isEqualTo(Source.CALLED);
        var permit = handler.admit(action);

        answers.remove(CacheKey.of(action).orElseThrow());

        assertThat(source(action)).isEqualTo(Source.CACHED);
        permit.release();
        assertThat(handler.admit(action)).isSameAs(FROM_THE_BACKEND);
        assertThat(source(action)).as("it is kept no longer than its attempt").isEqualTo(Source.CALLED);
    }

    @Test
    void what_may_not_be_kept_goes_to_the_backend_each_time_and_is_not_counted() throws Exception {
        var action = Asking.toList().action();

        assertThat(source(action)).isEqualTo(Source.CALLED);
        assertThat(handler.admit(action)).isSameAs(FROM_THE_BACKEND);
        assertThat(source(action)).isEqualTo(Source.CALLED);

        assertThat(calls).hasValue(2);
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void an_answer_that_cannot_be_kept_is_an_answer_all_the_same() throws Exception {
        var broken = new AnswerCache(
                new StoredAnswers(1_000_000),
                (key, answer) -> {
                    throw new IllegalStateException("broken");
                },
                Clock.systemUTC());
        var action = Asking.toList().kept("user", Duration.ofMinutes(10)).action();

        var result = new CachingHandler(broken, new Backend(), meters).run(action, new Attempt("run", piece -> {}));

        assertThat(result).isEqualTo(Result.succeeded("[]"));
    }

    private Source source(ApprovedAction action) throws Exception {
        return ((Result.Succeeded) handler.run(action, new Attempt("run", piece -> {}))).source();
    }

    private double asked(String answer) {
        return meters.counter("countersign.cache", "action", "orders.list", "answer", answer)
                .count();
    }

    private final class Backend implements ActionHandler {

        @Override
        public Result run(ApprovedAction action, Attempt attempt) {
            calls.incrementAndGet();
            return Result.succeeded("[]");
        }

        @Override
        public Permit admit(ApprovedAction action) {
            return FROM_THE_BACKEND;
        }

        @Override
        public Optional<Result> probe(ProbedAction action) {
            return Optional.of(Result.succeeded("{}"));
        }
    }
}
