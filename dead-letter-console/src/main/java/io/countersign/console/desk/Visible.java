package io.countersign.console.desk;

/**
 * Text of strangers as a person can judge it: characters that cannot be seen, or that change how others are read, stand
 * there by their number.
 */
public final class Visible {
    private Visible() {}

    /** The same text, with invisible, bidirectional and control characters spelled out. */
    public static String text(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        var visible = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (isHidden(character)) {
                visible.append(String.format("⟦U+%04X⟧", character));
            } else {
                visible.appendCodePoint(character);
            }
        });
        return visible.toString();
    }

    private static boolean isHidden(int character) {
        if (character == '\n' || character == '\t') {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
