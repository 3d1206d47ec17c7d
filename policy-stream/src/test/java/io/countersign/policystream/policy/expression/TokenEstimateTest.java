package io.countersign.policystream.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimateTest {

    @Test
    void texts_count_as_they_are_and_others_as_their_text() {
        assertThat(TokenEstimate.of("hello world")).isEqualTo(2);
        assertThat(TokenEstimate.of("")).isZero();
        assertThat(TokenEstimate.of(List.of(Map.of("role", "user"))))
                .isEqualTo(TokenEstimate.of("[{\"role\":\"user\"}]"));
    }

    @Test
    void what_models_treat_as_special_counts_as_the_text_it_is() {
        assertThat(TokenEstimate.of("<|endoftext|>")).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the quick brown fox ", "a", " ", "é", "中", "😀", "Aa'1!\n"})
    void a_long_text_counts_no_less_than_by_the_tokenizer_and_hardly_more(String piece) {
        String text = piece.repeat(20_000 / piece.length());
        long exact = Encodings.newLazyEncodingRegistry()
                .getEncoding(EncodingType.O200K_BASE)
                .countTokensOrdinary(text);

        assertThat(TokenEstimate.of(text)).isBetween(exact, exact + exact / 100 + 40);
    }
}
