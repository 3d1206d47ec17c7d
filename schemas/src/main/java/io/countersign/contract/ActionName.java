package io.countersign.contract;

import java.util.regex.Pattern;

/** What an action may be called: lower-case words of letters, digits and hyphens, joined by dots, at most 64 characters. */
public final class ActionName {
    /** The name as a regular expression; it has no alternatives to backtrack into. */
    public static final String PATTERN = "[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*";

    private static final Pattern NAME = Pattern.compile(PATTERN);

    private ActionName() {}

    public static boolean isValid(String name) {
        return name.length() <= Limits.ACTION_NAME_LENGTH && NAME.matcher(name).matches();
    }

    /** The action as the name of a tool, where dots are not allowed. */
    public static String asToolName(String action) {
        return action.replace('.', '_');
    }
}
