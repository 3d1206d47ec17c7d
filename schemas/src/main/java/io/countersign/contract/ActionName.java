package io.countersign.contract;

/** What an action may be called: lower-case words of letters, digits and hyphens, joined by dots, at most 64 characters. */
public final class ActionName {
    /** The name as a regular expression; it has no alternatives to backtrack into. */
    public static final String PATTERN = "[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*";

    private ActionName() {}

    /** Whether {@link #PATTERN} matches: it is asked of every approval. */
    public static boolean isValid(String name) {
        var begins = true;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c >= 'a' && c <= 'z') {
                begins = false;
            } else if (begins || !(c == '-' || c == '.' || (c >= '0' && c <= '9'))) {
                return false;
            } else {
                begins = c == '.';
            }
        }
        return !begins && name.length() <= Limits.ACTION_NAME_LENGTH;
    }

    /** The action as the name of a tool, where dots are not allowed. */
    public static String asToolName(String action) {
        return action.replace('.', '_');
    }
}
