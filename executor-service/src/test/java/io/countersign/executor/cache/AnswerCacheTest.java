package io.countersign.executor.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import io.countersign.executor.Asking;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Source;
import io.countersign.protocol.TokenUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerCacheTest {

    private static final Result CALLED = new Result.Succeeded("{\"a\":1}", new TokenUse(3, 4, 0, 0, false, "small"));

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final List<String> shared = new ArrayList<>();
    private final SteppedClock clock = new SteppedClock();
    private final StoredAnswers answers = new StoredAnswers(1_000_000);
    private final AnswerCache cache = new AnswerCache(answers, (key, answer) -> shared.add(key), clock);

    @Test
    void an_answer_is_given_again_and_costs_nothing() {
        keep(asked().action(), CALLED);

        assertThat(answer(asked().action())).contains(new Result.Succeeded("{\"a\":1}", TokenUse.NONE, Source.CACHED));
        assertThat(shared).hasSize(1);
    }

    @Test
    void a_private_request_is_neither_read_nor_written() {
        keep(asked().inPrivate().action(), CALLED);
        assertThat(shared).isEmpty();

        keep(asked().action(), CALLED);
        assertThat(answer(asked().inPrivate().action())).isEmpty();
    }

    @Test
    void what_policy_does_not_let_be_kept_is_not() {
        for (var uncached : List.of(
                asked().kept(null, TEN_MINUTES),
                asked().kept("user", null),
                asked().kept("everybody", TEN_MINUTES),
                asked().kept("user", Duration.ZERO))) {
            keep(uncached.action(), CALLED);
            assertThat(CacheKey.of(uncached.action())).isEmpty();
        }
        assertThat(shared).isEmpty();
    }

    @Test
    void another_user_gets_it_only_where_the_action_shares_its_answers() {
        keep(asked().action(), CALLED);
        assertThat(answer(asked().withUser("bob").action())).isEmpty();
        assertThat(answer(asked().withUser("bob").kept("shared", TEN_MINUTES).action()))
                .isEmpty();

        keep(asked().kept("shared", TEN_MINUTES).action(), CALLED);
        assertThat(answer(asked().withUser("bob").kept("shared", TEN_MINUTES).action()))
                .isPresent();
        assertThat(answer(asked().withUser("bob").action())).isEmpty();
        assertThat(answer(
                        asked().withTenant("other").kept("shared", TEN_MINUTES).action()))
                .isEmpty();
    }

    @Test
    void another_request_is_another_answer() {
        keep(asked().action(), CALLED);

        assertThat(answer(asked().withName("orders.show").action())).isEmpty();
        assertThat(answer(asked().withParameters("{\"order\":\"A2\"}").action()))
                .isEmpty();
        assertThat(answer(asked().withModel("tiny").action())).isEmpty();
        assertThat(answer(asked().withMaxOutput(101).action())).isEmpty();
    }

    @Test
    void it_is_given_until_its_time_is_over_and_not_at_its_end() {
        keep(asked().action(), CALLED);

        clock.now = clock.now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(answer(asked().action())).isPresent();
        clock.now = clock.now.plusMillis(1);
        assertThat(answer(asked().action())).isEmpty();
    }

    @Test
    void a_shorter_time_counts_for_what_was_kept_before() {
        keep(asked().action(), CALLED);
        clock.now = clock.now.plusSeconds(30);

        assertThat(answer(asked().kept("user", Duration.ofSeconds(30)).action()))
                .isEmpty();
        assertThat(answer(asked().kept("user", Duration.ofSeconds(31)).action()))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "CALLED", mode = EnumSource.Mode.EXCLUDE)
    void what_stood_in_for_the_call_is_not_kept(Source source) {
        keep(asked().action(), new Result.Succeeded("1", TokenUse.NONE, source));
        assertThat(shared).isEmpty();
    }

    @Test
    void failures_and_results_that_are_too_large_are_not_kept() {
        keep(asked().action(), Result.failed("NO", "no"));
        keep(asked().action(), Result.succeeded(null));
        keep(asked().action(), Result.succeeded("\"" + "x".repeat(Limits.RESULT_BYTES - 1) + "\""));
        assertThat(shared).isEmpty();

        keep(asked().action(), Result.succeeded("\"" + "x".repeat(Limits.RESULT_BYTES - 2) + "\""));
        assertThat(shared).hasSize(1);
    }

    @Test
    void an_answer_that_lies_under_another_requests_key_is_not_given() {
        keep(asked().withUser("bob").action(), CALLED);
        var bobs = answers.get(shared.getFirst()).orElseThrow();
        answers.put(CacheKey.of(asked().action()).orElseThrow(), bobs);

        assertThat(answer(asked().action())).isEmpty();
    }

    private void keep(ApprovedAction action, Result result) {
        CacheKey.of(action).ifPresent(key -> cache.keep(key, action, result));
    }

    private Optional<Result> answer(ApprovedAction action) {
        return CacheKey.of(action).flatMap(key -> cache.answer(key, action));
    }

    private static Asking asked() {
        return Asking.toList().kept("user", TEN_MINUTES);
    }

    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
