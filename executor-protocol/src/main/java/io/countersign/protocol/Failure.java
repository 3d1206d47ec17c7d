package io.countersign.protocol;

import java.util.regex.Pattern;

/**
 * Why an attempt did not succeed.
 *
 * @param code stable, in upper snake case
 * @param message for people; without secrets, cut at {@value #LONGEST_MESSAGE} characters
 */
public record Failure(String code, String message) {

    /** The longest message in characters. */
    public static final int LONGEST_MESSAGE = 2_000;

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    public Failure {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a code in upper snake case: " + code);
        }
        message = cut(message);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_MESSAGE) {
            return text;
        }
        var end =
                Character.isHighSurrogate(text.charAt(LONGEST_MESSAGE - 2)) ? LONGEST_MESSAGE - 2 : LONGEST_MESSAGE - 1;
        return text.substring(0, end) + "…";
    }
}
