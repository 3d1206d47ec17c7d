package io.countersign.policystream.policy.expression;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;

/** Text for people, which may contain what an agent wrote. */
public final class Words {
    /** Characters of a summary or reason; the whole parameters are shown beside them. */
    static final int LONGEST = 2_000;

    private Words() {}

    /**
     * The text on one line, at most {@link #LONGEST} characters long, without what would make a screen show something
     * else than is there: control characters become spaces, those that turn the writing direction U+FFFD.
     */
    public static String clean(String text) {
        return clean(text, LONGEST);
    }

    /** The same, but at most so many characters long. */
    public static String clean(String text, int longest) {
        var cleaned = new StringBuilder();
        int at = 0;
        while (at < text.length() && cleaned.length() < longest) {
            int character = text.codePointAt(at);
            cleaned.appendCodePoint(visible(character));
            at += Character.charCount(character);
        }
        return at < text.length() ? cleaned.append('…').toString() : cleaned.toString();
    }

    /** What a value of an expression is, with its article. */
    static String kind(Object value) {
        return switch (value) {
            case Boolean truth -> "true or false";
            case String text -> "a text";
            case Long whole -> "a whole number";
            case Number number -> "the number " + NumberText.of(number);
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            case NullValue nothing -> "null";
            default -> "something unknown";
        };
    }

    private static int visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\uFFFD';
            default -> turnsDirection(character) ? '\uFFFD' : character;
        };
    }

    private static boolean turnsDirection(int character) {
        return (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x200E
                || character == 0x200F
                || character == 0x061C;
    }
}
