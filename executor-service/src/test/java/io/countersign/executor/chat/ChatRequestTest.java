package io.countersign.executor.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {

    private static final String MESSAGES = "\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]";

    @Test
    void what_was_approved_is_passed_on_except_what_is_ours_to_say() throws Exception {
        var request = request(
                "{" + MESSAGES + ",\"model\":\"asked\",\"n\":2,\"seed\":7,\"stream\":false,\"stream_options\":{},"
                        + "\"tool_choice\":\"auto\",\"tools\":[{\"type\":\"function\"}],\"user\":\"ana@example.com\"}",
                null,
                100);

        assertThat(CanonicalJson.write(request.body("gpt-small", "max_tokens")))
                .isEqualTo("{\"max_tokens\":50," + MESSAGES
                        + ",\"model\":\"gpt-small\",\"n\":2,\"seed\":7,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true},\"tool_choice\":\"auto\","
                        + "\"tools\":[{\"type\":\"function\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"max_tokens\":5 | | 100 | max_tokens | 5",
                "\"max_tokens\":5000 | | 100 | max_tokens | 100",
                "\"max_tokens\":5000 | 50 | 100 | max_tokens | 50",
                "\"max_completion_tokens\":5000 | | 100 | max_completion_tokens | 100",
                "\"max_completion_tokens\":7,\"max_tokens\":3 | | 100 | max_completion_tokens | 3",
                "\"max_tokens\":-4 | | 100 | max_tokens | 1",
                "\"max_tokens\":\"many\" | | 100 | max_tokens | 100",
                "\"x\":1 | | 100 | max_tokens | 100",
                "\"n\":3 | | 100 | max_tokens | 33",
                "\"n\":3,\"max_tokens\":10 | | 100 | max_tokens | 10",
                "\"n\":null | 60 | 100 | max_tokens | 60",
            })
    void no_more_output_is_asked_for_than_is_held(
            String asked, @Nullable Long maxTokens, long held, String field, long limit) throws Exception {
        var request = request("{" + MESSAGES + "," + asked + "}", maxTokens, held);
        var body = request.body("small", "max_tokens");

        assertThat(body.path(field).asLong()).isEqualTo(limit);
        assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
        assertThat(request.most()).isLessThanOrEqualTo(held);
    }

    @Test
    void a_route_may_say_how_its_model_calls_the_limit() throws Exception {
        var body = request("{" + MESSAGES + ",\"max_tokens\":5}", null, 100).body("o9", "max_completion_tokens");

        assertThat(body.path("max_completion_tokens").asLong()).isEqualTo(5);
        assertThat(body.has("max_tokens")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"messages\":\"hi\"}",
                "{\"messages\":[],\"n\":0}",
                "{\"messages\":[],\"n\":129}",
                "{\"messages\":[],\"n\":\"2\"}",
                "{\"messages\":[],\"n\":101}"
            })
    void what_is_no_chat_or_more_than_is_held_makes_no_call(String parameters) {
        assertThatThrownBy(() -> request(parameters, null, 100)).isInstanceOf(UnusableChat.class);
    }

    @Test
    void without_held_output_tokens_there_is_no_call() {
        assertThatThrownBy(() -> request("{" + MESSAGES + "}", null, 0)).isInstanceOf(UnusableChat.class);
    }

    private static ChatRequest request(String parameters, @Nullable Long maxTokens, long held) throws Exception {
        var action = ApprovedActions.of(parameters, true, null, maxTokens, held);
        return ChatRequest.of(action, CanonicalJson.parse(parameters));
    }
}
