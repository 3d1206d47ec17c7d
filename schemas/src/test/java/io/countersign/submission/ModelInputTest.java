package io.countersign.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import org.junit.jupiter.api.Test;

class ModelInputTest {

    @Test
    void of_a_chat_the_contents_of_its_messages_are_read() throws MalformedJson {
        assertThat(ModelInput.of(CanonicalJson.parse("""
                {"messages": [
                  {"role": "system", "content": "Be brief."},
                  {"role": "user", "content": [{"type": "text", "text": "What is this?"}, {"type": "image_url", "url": "x"}]},
                  {"role": "assistant", "content": null, "tool_calls": [{"name": "look"}]}
                ], "temperature": 1, "tools": [{"name": "look"}]}
                """)))
                .containsExactly(
                        "Be brief.",
                        "What is this?",
                        "{\"type\":\"image_url\",\"url\":\"x\"}",
                        "[{\"name\":\"look\"}]",
                        "[{\"name\":\"look\"}]");
    }

    @Test
    void of_anything_else_all_is_read() throws MalformedJson {
        assertThat(ModelInput.of(CanonicalJson.parse("{\"prompt\": \"Hello\", \"n\": 1.0}")))
                .containsExactly("{\"n\":1,\"prompt\":\"Hello\"}");
        assertThat(ModelInput.of(CanonicalJson.parse("{\"messages\": \"Hello\"}")))
                .containsExactly("{\"messages\":\"Hello\"}");
    }

    @Test
    void nothing_hides_in_a_message_that_is_none() throws MalformedJson {
        assertThat(ModelInput.of(CanonicalJson.parse("{\"messages\": [\"Hello\", 7, {\"content\": {\"a\": 1}}]}")))
                .containsExactly("Hello", "7", "{\"a\":1}");
    }
}
