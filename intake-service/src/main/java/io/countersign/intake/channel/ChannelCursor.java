package io.countersign.intake.channel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in an owner's channel. Clients give its text back and read nothing into it.
 *
 * @param events the offset of the next event to show
 * @param stateShown true if of the next event the state has been shown already, and only its end is missing
 * @param output where to go on among the pieces
 */
public record ChannelCursor(long events, boolean stateShown, OutputPlace output) {
    private static final Pattern TEXT = Pattern.compile("e(\\d{1,18})(s?)\\." + OutputPlace.PATTERN);

    /** @param ownerKey see {@link io.countersign.contract.Owner#key} */
    public static Optional<ChannelCursor> parse(String ownerKey, String text) {
        return CursorText.place(ownerKey, text)
                .map(TEXT::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> new ChannelCursor(
                        Long.parseLong(matcher.group(1)),
                        !matcher.group(2).isEmpty(),
                        OutputPlace.read(matcher.group(3), matcher.group(4))));
    }

    /** What {@link #parse} reads. */
    public String text(String ownerKey) {
        return CursorText.marked(ownerKey, "e" + events + (stateShown ? "s" : "") + "." + output.text());
    }
}
