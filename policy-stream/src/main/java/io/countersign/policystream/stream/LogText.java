package io.countersign.policystream.stream;

import org.jspecify.annotations.Nullable;

/** What somebody else has written, as a value in a line of the log. */
final class LogText {

    private LogText() {}

    /**
     * The text as one word of one line: whoever may choose a name cannot write a line of the log with it, nor another value of its
     * own line. White space, control and format characters, and what is no character, stand as their code points.
     */
    static @Nullable String word(@Nullable CharSequence text) {
        if (text == null || text.codePoints().allMatch(LogText::isPlain)) {
            return text == null ? null : text.toString();
        }
        var word = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isPlain(character)) {
                word.appendCodePoint(character);
            } else {
                word.append("\\u{").append(Integer.toHexString(character)).append('}');
            }
        });
        return word.toString();
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
