package io.countersign.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageTest {

    @Test
    void a_point_in_time_is_a_passage_of_its_own() {
        assertThat(Passage.of("the next window opens at 2026-11-22T10:40:00Z, not before"))
                .containsExactly(
                        new Passage("the next window opens at ", null),
                        new Passage("2026-11-22T10:40:00Z", Instant.parse("2026-11-22T10:40:00Z")),
                        new Passage(", not before", null));
        assertThat(Passage.of("2026-11-22T10:40:00.123Z."))
                .containsExactly(
                        new Passage("2026-11-22T10:40:00.123Z", Instant.parse("2026-11-22T10:40:00.123Z")),
                        new Passage(".", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "amount 250 is above 100",
                "window 2026-11-21T10:00:00Z/PT10M",
                "2026-13-45T99:00:00Z is no time",
                "2026-11-22T10:40:00+01:00",
                "x2026-11-22T10:40:00Z"
            })
    void words_stay_words(String text) {
        assertThat(Passage.of(text)).allMatch(passage -> passage.at() == null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at 2026-11-22T10:40:00Z and 2026-11-23T10:40:00Z", "2026-11-22T10:40:00Z", "none", ""})
    void the_passages_together_are_the_text(String text) {
        assertThat(Passage.of(text).stream().map(Passage::text).collect(Collectors.joining()))
                .isEqualTo(text);
    }
}
