package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import io.countersign.protocol.TokenUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {

    private static final String MESSAGES = "\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]";

    @Test
    void the_approved_parameters_are_passed_on() throws Exception {
        var body = request(
                "{" + MESSAGES + ",\"temperature\":0.5,\"stream\":true,\"stream_options\":{}}", null, null, 100);

        assertThat(CanonicalJson.write(body))
                .isEqualTo("{\"max_tokens\":100," + MESSAGES
                        + ",\"model\":\"small\",\"stream\":false,\"temperature\":0.5}");
    }

    @Test
    void the_approved_model_outranks_the_parameters_and_they_the_routes() throws Exception {
        assertThat(request("{" + MESSAGES + ",\"model\":\"asked\"}", "approved", null, 9)
                        .path("model")
                        .asText())
                .isEqualTo("approved");
        assertThat(request("{" + MESSAGES + ",\"model\":\"asked\"}", null, null, 9)
                        .path("model")
                        .asText())
                .isEqualTo("asked");
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
            })
    void no_more_output_is_asked_for_than_is_held(
            String asked, @Nullable Long maxTokens, long held, String field, long limit) throws Exception {
        var body = request("{" + MESSAGES + "," + asked + "}", null, maxTokens, held);

        assertThat(body.path(field).asLong()).isEqualTo(limit);
        assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"messages\":\"hi\"}", "{\"messages\":[],\"n\":2}"})
    void what_is_no_chat_or_more_than_was_approved_makes_no_call(String parameters) {
        assertThatThrownBy(() -> request(parameters, null, null, 100)).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void without_held_output_tokens_there_is_no_call() {
        assertThatThrownBy(() -> request("{" + MESSAGES + "}", null, null, 0)).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void the_providers_count_is_believed() throws Exception {
        var answer = CanonicalJson.parse("{\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":34,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":8}}}");

        assertThat(ChatAnswer.use(request("{" + MESSAGES + "}", null, null, 9), answer, String::length))
                .isEqualTo(new TokenUse(12, 34, 8, 0, false, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"usage\":null",
                ",\"usage\":{\"prompt_tokens\":3}",
                ",\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":2}"
            })
    void without_one_the_texts_of_both_sides_are_counted_and_marked_so(String usage) throws Exception {
        var answer = CanonicalJson.parse("{\"choices\":[{\"message\":{\"content\":\"hello\"}}]" + usage + "}");

        assertThat(ChatAnswer.use(request("{" + MESSAGES + "}", null, null, 9), answer, String::length))
                .isEqualTo(new TokenUse("hi\nuser".length(), "hello".length(), 0, 0, true, null));
    }

    private static JsonNode request(String parameters, @Nullable String model, @Nullable Long maxTokens, long held)
            throws Exception {
        var action = ApprovedActions.of(parameters, true, model, maxTokens, held);
        return ChatRequest.of(action, CanonicalJson.parse(parameters), "small");
    }
}
