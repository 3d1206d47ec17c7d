package io.countersign.intake.channel;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A place in the stream of one intent. Clients give its text back and read nothing into it.
 *
 * @param version everything up to this version has been shown; 0 is that of an intent on which nobody has decided yet
 * @param output the offset behind the last piece that has been shown
 * @param ended true if the end has been shown too
 */
public record IntentCursor(long version, OptionalLong output, boolean ended) {
    /** Nothing has been shown. */
    public static final IntentCursor START = new IntentCursor(-1, OptionalLong.empty(), false);

    private static final Pattern TEXT = Pattern.compile("v(\\d{1,18})\\.o(\\d{1,18})(\\.end)?");

    /** A place in the stream of that intent. */
    public static IntentCursor of(long version, long output, boolean ended) {
        return new IntentCursor(version, OptionalLong.of(output), ended);
    }

    /** @param contentKey owner and id of the intent, see {@link io.countersign.contract.Owner#contentKey} */
    public static Optional<IntentCursor> parse(String contentKey, String text) {
        return CursorText.place(contentKey, text)
                .map(TEXT::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> of(
                        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3) != null));
    }

    /** What {@link #parse} reads; not of {@link #START}, which has no text. */
    public String text(String contentKey) {
        return CursorText.marked(contentKey, "v" + version + ".o" + output.orElseThrow() + (ended ? ".end" : ""));
    }
}
