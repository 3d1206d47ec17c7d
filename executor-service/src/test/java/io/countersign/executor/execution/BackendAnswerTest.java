package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Unknown;
import io.countersign.protocol.TokenUse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendAnswerTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void two_hundreds_are_successes(int status) {
        assertThat(answer(status).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void a_backend_that_asks_to_come_back_had_no_effect_whatever_the_action(int status) {
        assertThat(failure(status, true)).isInstanceOf(FailedRetryable.class);
        assertThat(failure(status, false)).isInstanceOf(FailedRetryable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 410, 422, 451})
    void any_other_client_error_is_a_failure_for_good(int status) {
        assertThat(failure(status, true)).isInstanceOf(Failed.class);
        assertThat(failure(status, false)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 500, 501, 502, 504, 599})
    void redirections_and_server_errors_leave_open_what_happened(int status) {
        assertThat(failure(status, true)).isInstanceOf(FailedRetryable.class);
        assertThat(failure(status, false)).isInstanceOf(Unknown.class);
    }

    @Test
    void a_request_that_never_left_had_no_effect_and_cost_nothing() {
        var result = BackendAnswer.neverSent("refused");

        assertThat(result).isInstanceOf(FailedRetryable.class);
        assertThat(result.use()).isEqualTo(TokenUse.NONE);
    }

    @Test
    void a_lost_answer_of_a_non_idempotent_call_is_unknown() {
        assertThat(BackendAnswer.lost("TIMEOUT", "silence", false)).isInstanceOf(Unknown.class);
        assertThat(BackendAnswer.lost("TIMEOUT", "silence", true)).isInstanceOf(FailedRetryable.class);
    }

    @Test
    void what_the_backend_said_is_quoted_and_cut() {
        var failed = (Failed)
                new BackendAnswer(422, Optional.empty(), " no such order " + "x".repeat(1_000), false).failure(false);

        assertThat(failed.failure().code()).isEqualTo("HTTP_422");
        assertThat(failed.failure().message())
                .startsWith("the backend answered 422: no such order x")
                .hasSizeLessThan(600);
    }

    @ParameterizedTest
    @CsvSource({"3,true,xxx…", "3,false,xxx", "499,true,x…", "500,true,x…", "500,false,x", "501,false,x…"})
    void the_end_of_a_quote_shows_whether_there_was_more(int said, boolean cut, String end) {
        var message = new BackendAnswer(500, Optional.empty(), "x".repeat(said), cut)
                .failure()
                .message();

        assertThat(message).endsWith(end).hasSizeLessThanOrEqualTo("the backend answered 500: ".length() + 500);
    }

    @Test
    void a_quote_is_cut_between_characters() {
        var message = new BackendAnswer(500, Optional.empty(), "x" + "\uD83D\uDE00".repeat(300), false)
                .failure()
                .message();

        assertThat(message).endsWith("\uD83D\uDE00…");
    }

    @Test
    void its_wish_to_be_left_alone_is_kept() {
        var result =
                (FailedRetryable) new BackendAnswer(429, Optional.of(Duration.ofSeconds(7)), "", false).failure(true);

        assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    private static Result failure(int status, boolean idempotent) {
        return answer(status).failure(idempotent);
    }

    private static BackendAnswer answer(int status) {
        return new BackendAnswer(status, Optional.empty(), "", false);
    }
}
