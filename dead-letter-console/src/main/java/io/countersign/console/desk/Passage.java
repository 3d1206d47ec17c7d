package io.countersign.console.desk;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a text that is kept as it was written: words, or a point in time that a page writes as it writes all others.
 *
 * @param text as it stands in the text
 * @param at the point in time that it names, if it is one
 */
public record Passage(String text, @Nullable Instant at) {
    /** Alone: one that is part of a longer name, such as a window's, belongs to the name. */
    private static final Pattern INSTANT = Pattern.compile(
            "(?<![\\w/:.-])\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?Z(?![\\w/:-])");

    /** The pieces of a text, which together are the text. */
    public static List<Passage> of(String text) {
        var passages = new ArrayList<Passage>();
        var found = INSTANT.matcher(text);
        int done = 0;
        while (found.find()) {
            var at = instant(found.group());
            if (at != null) {
                words(passages, text.substring(done, found.start()));
                passages.add(new Passage(found.group(), at));
                done = found.end();
            }
        }
        words(passages, text.substring(done));
        return List.copyOf(passages);
    }

    private static void words(List<Passage> passages, String words) {
        if (!words.isEmpty()) {
            passages.add(new Passage(words, null));
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
