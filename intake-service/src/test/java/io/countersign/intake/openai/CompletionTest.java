package io.countersign.intake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final Completion completion = new Completion("i-1", "small", 1_700_000_000);

    @Test
    void the_first_piece_of_each_choice_says_who_speaks_where_the_model_does_not() {
        assertThat(role("{'choices':[{'index':0,'delta':{'content':'a'}}]}")).isEqualTo("assistant");
        assertThat(role("{'choices':[{'index':0,'delta':{'content':'b'}}]}")).isEmpty();
        assertThat(role("{'choices':[{'index':1,'delta':{'content':'c'}}]}")).isEqualTo("assistant");
    }

    @Test
    void a_role_that_the_model_says_stays() {
        assertThat(role("{'choices':[{'index':0,'delta':{'role':'tool','content':'a'}}]}"))
                .isEqualTo("tool");
    }

    @Test
    void words_alone_are_told_as_the_first_choices() {
        assertThat(delta(TextNode.valueOf("a")).path("role").asText()).isEqualTo("assistant");
        assertThat(delta(TextNode.valueOf("b")).has("role")).isFalse();
    }

    private String role(String piece) {
        return delta(json(piece)).path("role").asText("");
    }

    private JsonNode delta(JsonNode piece) {
        return Objects.requireNonNull(completion.piece(piece)).at("/choices/0/delta");
    }

    private static JsonNode json(String text) {
        try {
            return CanonicalJson.parse(text.replace('\'', '"'));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
