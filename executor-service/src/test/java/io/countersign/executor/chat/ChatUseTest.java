package io.countersign.executor.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.CanonicalJson;
import io.countersign.protocol.TokenUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatUseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":12,\"completion_tokens\":34,\"prompt_tokens_details\":{\"cached_tokens\":8}} | 12 | 34 | 8",
                "{\"prompt_tokens\":12,\"completion_tokens\":34,\"prompt_tokens_details\":{\"cached_tokens\":80}} | 12 | 34 | 12",
                "{\"prompt_tokens\":12,\"completion_tokens\":34,\"prompt_tokens_details\":{\"cached_tokens\":-8}} | 12 | 34 | 0",
                "{\"prompt_tokens\":12,\"completion_tokens\":400,\"completion_tokens_details\":{\"reasoning_tokens\":380}} | 12 | 400 | 0",
            })
    void the_providers_count_is_believed(String usage, long input, long output, long cached) throws Exception {
        assertThat(ChatUse.of(CanonicalJson.parse(usage), 10, 30, 100, "small"))
                .isEqualTo(new TokenUse(input, output, cached, 0, false, "small"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"prompt_tokens\":3}",
                "{\"prompt_tokens\":-1,\"completion_tokens\":2}",
                "{\"prompt_tokens\":12,\"completion_tokens\":\"34\"}",
                "{\"prompt_tokens\":12,\"completion_tokens\":3.5}",
                "{\"prompt_tokens\":12,\"completion_tokens\":1001}",
                "{\"prompt_tokens\":12,\"completion_tokens\":1e30}",
                "{\"prompt_tokens\":20000,\"completion_tokens\":34}",
                "{\"prompt_tokens\":0,\"completion_tokens\":34}",
                "{\"prompt_tokens\":12,\"completion_tokens\":0}",
                "[1,2]"
            })
    void a_count_that_cannot_be_is_replaced_by_ours_and_marked_so(String usage) throws Exception {
        assertThat(ChatUse.of(CanonicalJson.parse(usage), 10, 30, 100, "small"))
                .isEqualTo(new TokenUse(10, 30, 0, 0, true, "small"));
    }

    @Test
    void where_nothing_was_said_nothing_may_be_counted() throws Exception {
        var usage = CanonicalJson.parse("{\"prompt_tokens\":12,\"completion_tokens\":0}");

        assertThat(ChatUse.of(usage, 10, 0, 100, "small").counted()).isFalse();
    }

    @Test
    void words_and_tools_are_counted_and_pictures_guessed() throws Exception {
        var parameters = CanonicalJson.parse("""
                {"messages": [{"content": [{"type": "text", "text": "what is it?"},
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,%s"}}]}],
                 "temperature": 1, "tools": [{"function": {"name": "zoom"}}]}""".formatted("A".repeat(9_000)));

        assertThat(ChatUse.ofRequest(parameters, String::length))
                .isEqualTo(1_000 + "what is it?".length() + "text".length() + "zoom".length() + 2);
    }
}
