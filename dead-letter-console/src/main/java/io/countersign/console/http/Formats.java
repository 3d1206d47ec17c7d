package io.countersign.console.http;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Indented;
import io.countersign.console.desk.Passage;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.State;
import io.countersign.console.desk.Visible;
import io.countersign.console.desk.Words;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How templates write values. Qute escapes whatever comes out of here. */
@TemplateExtension
class Formats {
    private static final int DUMP_BYTES = 16 * 1024;

    private Formats() {}

    /** Strangers' text, with nothing hidden in it. */
    static String visible(String text) {
        return Visible.text(text);
    }

    /** Words and points in time, each to be written in its own way. */
    static List<Passage> passages(String text) {
        return Passage.of(text);
    }

    static String pretty(String json) {
        return Visible.text(Indented.json(json));
    }

    static String exact(Instant at) {
        return Times.exact(at);
    }

    static String iso(Instant at) {
        return at.toString();
    }

    static String distance(Instant at) {
        return Times.distance(at, Instant.now());
    }

    static String until(Instant at) {
        var left = Duration.between(Instant.now(), at);
        return left.isNegative() ? "time is up" : Times.span(left) + " left";
    }

    static boolean isSoon(Instant at) {
        return Duration.between(Instant.now(), at).compareTo(Duration.ofMinutes(30)) < 0;
    }

    static String slug(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }

    static String slug(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The colour of a state: what waits, what moves, what ended well or otherwise. */
    static String tone(State state) {
        return switch (state.phase()) {
            case WAITING -> "waiting";
            case MOVING -> "moving";
            case ENDED -> state == State.SUCCEEDED || state == State.RETURNED ? "well" : "over";
        };
    }

    static String hex(RawBytes bytes) {
        return bytes.hexDump(DUMP_BYTES);
    }

    static String decoded(RawBytes bytes) {
        return Visible.text(bytes.decoded(DUMP_BYTES));
    }

    static boolean isCut(RawBytes bytes) {
        return bytes.length() > DUMP_BYTES;
    }

    static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String brief(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) : digest;
    }

    static String joined(Collection<String> texts) {
        return texts.stream().sorted().collect(Collectors.joining(", "));
    }

    static String codeWords(String code) {
        return Words.ofCode(code);
    }

    static long of(Map<String, Long> counts, String name) {
        return counts.getOrDefault(name, 0L);
    }
}
