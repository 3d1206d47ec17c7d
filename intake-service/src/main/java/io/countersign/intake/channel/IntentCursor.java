package io.countersign.intake.channel;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stream of one intent. Clients give its text back and read nothing into it.
 *
 * @param version everything up to this version has been shown; 0 is that of an intent on which nobody has decided yet
 * @param output where to go on among the pieces; null if nothing has been shown
 * @param ended true if the end has been shown too
 */
public record IntentCursor(long version, @Nullable OutputPlace output, boolean ended) {
    /** Nothing has been shown. */
    public static final IntentCursor START = new IntentCursor(-1, null, false);

    private static final Pattern TEXT = Pattern.compile("v(\\d{1,18})\\." + OutputPlace.PATTERN + "(\\.end)?");

    /** @param contentKey owner and id of the intent, see {@link io.countersign.contract.Owner#contentKey} */
    public static Optional<IntentCursor> parse(String contentKey, String text) {
        return CursorText.place(contentKey, text)
                .map(TEXT::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> new IntentCursor(
                        Long.parseLong(matcher.group(1)),
                        OutputPlace.read(matcher.group(2), matcher.group(3)),
                        matcher.group(4) != null));
    }

    /** What {@link #parse} reads; {@link #START} has no text. */
    public String text(String contentKey) {
        if (output == null) {
            throw new IllegalStateException("nothing has been shown");
        }
        return CursorText.marked(contentKey, "v" + version + "." + output.text() + (ended ? ".end" : ""));
    }
}
