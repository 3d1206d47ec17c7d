package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamedRedactionTest {

    private static final List<String> SECRETS =
            List.of("sk-live-123456-prod", "sk-live-123456", "abcabcabd", "sk-live-1");

    @ParameterizedTest
    @CsvSource({
        "the key is sk-live-1 ok, the key is [redacted] ok",
        "the key is sk-live-123456 ok, the key is [redacted] ok",
        "sk-live-12345, [redacted]2345",
        "sk-live-123456-pro, [redacted]-pro",
        "abcabcabcabd, abc[redacted]",
        "sk-live-1sk-live-1, [redacted][redacted]",
        "asks for sk, asks for sk",
        "sk-live-, sk-live-",
    })
    void whatever_the_pieces_secrets_are_out_and_the_rest_is_in(String text, String clean) {
        for (var first = 0; first <= text.length(); first++) {
            for (var second = first; second <= text.length(); second++) {
                var screen = new StreamedRedaction(() -> SECRETS);

                var shown = screen.next(text.substring(0, first))
                        + screen.next(text.substring(first, second))
                        + screen.next(text.substring(second))
                        + screen.rest();

                assertThat(shown).isEqualTo(clean);
            }
        }
    }

    @Test
    void nothing_is_shown_that_could_still_become_a_secret() {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++) {
            var screen = new StreamedRedaction(() -> SECRETS);
            var shown = new StringBuilder();
            for (var piece = 0; piece < 30; piece++) {
                var secret = SECRETS.get(random.nextInt(SECRETS.size()));
                var from = random.nextInt(secret.length());
                shown.append(screen.next(secret.substring(from, from + random.nextInt(secret.length() - from + 1))));
            }
            shown.append(screen.rest());

            assertThat(shown).doesNotContain(SECRETS);
        }
    }

    @Test
    void what_begins_no_secret_is_shown_at_once() {
        assertThat(new StreamedRedaction(() -> SECRETS).next("Good morning")).isEqualTo("Good morning");
    }
}
