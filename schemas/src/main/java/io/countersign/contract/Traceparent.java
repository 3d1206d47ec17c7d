package io.countersign.contract;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context, as the header {@link Headers#TRACEPARENT} says it.
 *
 * @param traceId 32 hex digits
 * @param parentId 16 hex digits: the step of the trace that this comes from
 * @param sampled whether its steps are recorded by whoever began it
 */
public record Traceparent(String traceId, String parentId, boolean sampled) {

    private static final Pattern TEXT = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-[!-~]{0,200})?");
    private static final HexFormat HEX = HexFormat.of();
    private static final int TRACE_BYTES = 16;
    private static final int PARENT_BYTES = 8;

    /** What the header says; empty if it is absent or says nothing that can be continued. */
    public static Optional<Traceparent> read(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(TEXT::matcher)
                .filter(matcher -> matcher.matches() && !saysTooMuch(matcher))
                .map(matcher -> new Traceparent(
                        matcher.group(2), matcher.group(3), (Integer.parseInt(matcher.group(4), 16) & 1) == 1));
    }

    /** Later versions may say more, the first one not. */
    private static boolean saysTooMuch(Matcher matcher) {
        return matcher.group(1).equals("00") && matcher.group(5) != null;
    }

    /** The first step of a new trace. */
    public static Traceparent begin(RandomGenerator random) {
        return new Traceparent(digits(random, TRACE_BYTES), digits(random, PARENT_BYTES), true);
    }

    /** A further step of this trace. */
    public Traceparent next(RandomGenerator random) {
        return new Traceparent(traceId, digits(random, PARENT_BYTES), sampled);
    }

    /** The header's text. */
    public String text() {
        return "00-" + traceId + "-" + parentId + (sampled ? "-01" : "-00");
    }

    private static String digits(RandomGenerator random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return HEX.formatHex(bytes);
    }
}
