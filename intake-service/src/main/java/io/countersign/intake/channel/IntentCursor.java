package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stream of one intent. Clients give its text back and read nothing into it.
 *
 * @param version everything up to this version has been shown; 0 is that of an intent on which nobody has decided yet
 * @param output the offset of the next piece to show
 * @param progress which pieces have been shown; null if none have
 * @param ended true if the end has been shown too
 */
public record IntentCursor(
        long version, long output, @Nullable Progress progress, boolean ended) {
    /** Nothing has been shown; where the pieces begin has to be found out. */
    public static final IntentCursor START = new IntentCursor(-1, -1, null, false);

    private static final Pattern TEXT =
            Pattern.compile("v(\\d{1,18})\\.o(\\d{1,18})(?:\\." + Progress.PATTERN + ")?(\\.end)?");

    /** @param contentKey owner and id of the intent, see {@link io.countersign.contract.Owner#contentKey} */
    public static Optional<IntentCursor> parse(String contentKey, String text) {
        return CursorText.place(contentKey, text)
                .map(TEXT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new IntentCursor(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        progress(matcher),
                        matcher.group(6) != null));
    }

    /** Whether that intent, as it is now, has come to this place. */
    public boolean isReachedBy(ObjectNode intent) {
        return version <= new IntentHistory(intent).latest();
    }

    private static @Nullable Progress progress(Matcher matcher) {
        return matcher.group(3) == null
                ? null
                : new Progress(
                        Integer.parseInt(matcher.group(3)), matcher.group(5), Integer.parseInt(matcher.group(4)));
    }

    /** What {@link #parse} reads; {@link #START} has no text. */
    public String text(String contentKey) {
        return CursorText.marked(
                contentKey,
                "v" + version + ".o" + output + (progress == null ? "" : "." + progress.text())
                        + (ended ? ".end" : ""));
    }
}
