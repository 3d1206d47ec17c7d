package io.countersign.executor.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMeterTest {

    private static final Encoding O200K = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final List<String> WORDS = List.of(
            "the ", "Rückerstattung ", "order ", "is 12.50 EUR, ", "😀 ", "不客气", "\n\n  - ", "tokenization ", "x=1; ");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_is_counted_in_pieces_is_what_the_whole_text_counts(long seed) {
        var random = new Random(seed);
        var text = text(random);
        var meter = new TokenMeter(O200K::countTokensOrdinary);

        inPieces(
                random,
                text,
                piece -> assertThat(meter.add("content", piece, Long.MAX_VALUE)).isEqualTo(piece));

        var whole = O200K.countTokensOrdinary(text);
        assertThat((double) meter.total()).isBetween(whole * 1.0, whole * 1.01);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_fits_is_the_beginning_with_as_many_tokens(long seed) {
        var random = new Random(seed);
        var text = text(random);
        var meter = new TokenMeter(O200K::countTokensOrdinary);
        var limit = 200 + random.nextInt(500);
        var fitting = new StringBuilder();

        inPieces(random, text, piece -> fitting.append(meter.add("content", piece, limit)));

        assertThat(text).startsWith(fitting.toString());
        assertThat((double) O200K.countTokensOrdinary(fitting.toString())).isBetween(limit * 0.98, limit * 1.0);
    }

    @Test
    void all_texts_share_the_limit() {
        var meter = new TokenMeter(String::length);

        assertThat(meter.add("one", "12345", 8)).isEqualTo("12345");
        assertThat(meter.add("other", "12345", 8)).isEqualTo("123");
        assertThat(meter.add("one", "6", 8)).isEmpty();
        assertThat(meter.total()).isEqualTo(11);
    }

    @Test
    void nothing_is_counted_before_the_limit_is_near() {
        var counts = new int[1];
        var meter = new TokenMeter(text -> {
            counts[0]++;
            return text.length() / 4;
        });

        for (var piece = 0; piece < 50; piece++) {
            meter.add("content", "word ", 1_000);
        }

        assertThat(counts[0]).isZero();
    }

    @Test
    void a_piece_of_any_size_is_counted_in_small_blocks() {
        var longest = new int[1];
        var meter = new TokenMeter(text -> {
            longest[0] = Math.max(longest[0], text.length());
            return text.length();
        });

        assertThat(meter.add("content", "a".repeat(200_000), 1_000)).hasSize(1_000);
        assertThat(longest[0]).isLessThan(1_000);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var word = 0; word < 1_000; word++) {
            text.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static void inPieces(Random random, String text, Consumer<String> taker) {
        for (var at = 0; at < text.length(); ) {
            var end = text.offsetByCodePoints(
                    at, Math.min(1 + random.nextInt(12), text.codePointCount(at, text.length())));
            taker.accept(text.substring(at, end));
            at = end;
        }
    }
}
