package io.countersign.intake.submission;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the stream of one intent: everything up to this version of it has been shown, and the end too if {@code
 * ended}. Its text is {@code v<version>} or {@code v<version>.end}; clients give it back and read nothing into it, so
 * that places between two versions can join it.
 */
public record Cursor(long version, boolean ended) {
    /** Nothing has been shown; version 0 is that of an intent on which nobody has decided yet. */
    public static final Cursor START = new Cursor(-1, false);

    private static final Pattern TEXT = Pattern.compile("v(\\d{1,18})(\\.end)?");

    public static Optional<Cursor> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Cursor(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "v" + version + (ended ? ".end" : "");
    }
}
