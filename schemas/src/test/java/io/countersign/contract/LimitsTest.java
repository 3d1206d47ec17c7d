package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u00e4", "\u20ac", "\ud83d\ude00", "\ud83d", "ab\u20ac\ud83d\ude00\u00e4"})
    void a_text_exceeds_what_its_utf_8_does(String piece) {
        for (int times : new int[] {1, 2, 3, 10, 100}) {
            var text = piece.repeat(times);
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;

            for (int limit = 0; limit <= 2 * bytes + 3; limit++) {
                assertThat(Limits.exceeds(text, limit))
                        .as("%s in %s", bytes, limit)
                        .isEqualTo(bytes > limit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_a_text_is_made_of(long seed) {
        var random = new SplittableRandom(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append((char) random.nextInt(Character.MAX_VALUE + 1));
            int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;

            for (int limit : new int[] {bytes - 1, bytes, bytes + 1, random.nextInt(4_000)}) {
                assertThat(Limits.exceeds(text.toString(), limit)).isEqualTo(bytes > limit);
            }
        }
    }
}
