package io.countersign.console.desk;

/**
 * JSON text with line breaks, otherwise character for character what it was: nothing is parsed into numbers or strings
 * and written anew, so what is shown is what would be executed.
 */
public final class Indented {
    private static final String STEP = "  ";

    private final String json;
    private final StringBuilder lines = new StringBuilder();
    private int depth;

    private Indented(String json) {
        this.json = json;
    }

    /** Adds white space between tokens; text that is no JSON comes back with white space where JSON would have it. */
    public static String json(String json) {
        return new Indented(json).indent();
    }

    private String indent() {
        for (var at = 0; at < json.length(); at++) {
            var character = json.charAt(at);
            switch (character) {
                case '"' -> at = copyString(at);
                case '{', '[' -> at = open(at);
                case '}', ']' -> close(character);
                case ',' -> newLine(character);
                case ':' -> lines.append(": ");
                case ' ', '\n', '\r', '\t' -> {}
                default -> lines.append(character);
            }
        }
        return lines.toString();
    }

    /** Copies to the closing quote, or to the end. */
    private int copyString(int from) {
        var at = from + 1;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        var end = Math.min(at, json.length() - 1);
        lines.append(json, from, end + 1);
        return end;
    }

    private int open(int at) {
        var empty = at + 1 < json.length() && (json.charAt(at + 1) == '}' || json.charAt(at + 1) == ']');
        if (empty) {
            lines.append(json, at, at + 2);
            return at + 1;
        }
        depth++;
        newLine(json.charAt(at));
        return at;
    }

    private void close(char character) {
        depth = Math.max(depth - 1, 0);
        lines.append('\n').append(STEP.repeat(depth)).append(character);
    }

    private void newLine(char after) {
        lines.append(after).append('\n').append(STEP.repeat(depth));
    }
}
