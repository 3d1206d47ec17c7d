package io.countersign.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.protocol.Ending.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndingTest {

    @Test
    void a_result_is_reported_as_canonical_json() {
        var ending = Ending.of(Result.succeeded("{ \"b\": 1.0, \"a\": [ ] }"));

        assertThat(ending.kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(ending.result()).isEqualTo("{\"a\":[],\"b\":1}");
        assertThat(ending.use()).isEqualTo(TokenUse.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | \"not json\"",
                "{\"id\":12345678901234567890} | \"{\\\"id\\\":12345678901234567890}\"",
                "{\"a\":1,\"a\":2} | \"{\\\"a\\\":1,\\\"a\\\":2}\"",
                "`` | \"\"",
            })
    void an_effect_stays_a_success_and_text_that_is_not_exact_json_travels_as_a_string(String text, String result) {
        var ending = Ending.of(Result.succeeded(text));

        assertThat(ending.kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(ending.result()).isEqualTo(result);
    }

    @Test
    void a_lone_surrogate_in_a_result_is_replaced() {
        assertThat(Ending.of(Result.succeeded("\uD800")).result()).isEqualTo("\"?\"");
    }

    @Test
    void a_result_up_to_the_limit_is_reported_whole() {
        var text = "\"" + "é".repeat((256 * 1024 - 2) / 2) + "\"";

        assertThat(Ending.of(Result.succeeded(text)).result()).isEqualTo(text);
    }

    @Test
    void a_result_above_the_limit_is_a_success_whose_text_is_named_and_left_out() {
        var text = "\"" + "x".repeat(256 * 1024 - 1) + "\"";

        var ending = Ending.of(Result.succeeded(text));

        assertThat(ending.kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(ending.result())
                .matches(
                        "\\{\"omitted\":\\{\"bytes\":262145,\"code\":\"RESULT_TOO_LARGE\",\"sha256\":\"[0-9a-f]{64}\"}}");
    }

    @Test
    void an_exception_leaves_open_whether_there_was_an_effect() {
        var ending = Ending.thrown(new IOException("reset"), Optional.empty(), false);

        assertThat(ending.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(Objects.requireNonNull(ending.failure()).message()).contains("reset");
        assertThat(ending.use()).as("missing usage settles the whole hold").isNull();
    }

    @Test
    void an_exception_of_an_idempotent_action_may_be_tried_again() {
        assertThat(Ending.thrown(new IOException("reset"), Optional.empty(), true)
                        .kind())
                .isEqualTo(Kind.FAILED_RETRYABLE);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_is_cut_off_may_have_had_its_effect_and_says_why_it_was(Cancellation why) {
        var thrown = Ending.thrown(new InterruptedException(), Optional.of(why), false);
        var silent = Ending.silent(why, false);

        assertThat(thrown).isEqualTo(silent);
        assertThat(silent.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(Objects.requireNonNull(silent.failure()).code()).isNotEqualTo("EXCEPTION");
        assertThat(Ending.silent(why, true).kind()).isEqualTo(Kind.FAILED_RETRYABLE);
    }

    @Test
    void a_call_that_was_not_made_after_its_start_had_no_effect_and_costs_nothing() {
        var ending = Ending.notCalled(new Failure("LEASE_OVER", "held up"));

        assertThat(ending.kind()).isEqualTo(Kind.FAILED_RETRYABLE);
        assertThat(ending.noEffect()).isTrue();
        assertThat(ending.use()).isEqualTo(TokenUse.NONE);
    }

    @Test
    void only_a_handler_that_is_sure_of_it_says_that_there_was_no_effect_at_all() {
        assertThat(Ending.of(Result.withoutEffect("NOT_CONNECTED", "nobody listens")))
                .returns(Kind.FAILED_RETRYABLE, Ending::kind)
                .returns(true, Ending::noEffect)
                .returns(TokenUse.NONE, Ending::use);
        assertThat(Ending.of(Result.failedRetryable("HTTP_500", "it broke", null))
                        .noEffect())
                .isFalse();
        assertThat(Ending.thrown(new IOException("reset"), Optional.empty(), true)
                        .noEffect())
                .isFalse();
        assertThat(Ending.silent(Cancellation.TIMEOUT, true).noEffect()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED_RETRYABLE")
    void an_end_that_says_by_itself_whether_there_was_an_effect_says_it_once(Kind kind) {
        var failure = kind == Kind.SUCCEEDED ? null : new Failure("CODE", "words");

        assertThatThrownBy(() -> new Ending(kind, null, failure, null, true, null, Result.Source.CALLED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_backends_wish_to_be_left_alone_is_kept() {
        var ending = Ending.of(Result.failedRetryable("HTTP_429", "slow down", Duration.ofSeconds(7)));

        assertThat(ending.kind()).isEqualTo(Kind.FAILED_RETRYABLE);
        assertThat(ending.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
}
