package io.countersign.contract;

import java.util.regex.Pattern;

/**
 * A pattern over action names: {@code *} stands for any characters, dots included; everything else for itself. Bundles,
 * routes and freezes mean the same by it.
 */
public record ActionGlob(String pattern) {

    private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9.*-]+");

    /** True if the text is a name or a glob at all: some action could be called so. */
    public static boolean isValid(String text) {
        return text.length() <= Limits.ACTION_NAME_LENGTH
                && CHARACTERS.matcher(text).matches();
    }

    /** True if the pattern is a plain name, without a star. */
    public boolean isExact() {
        return pattern.indexOf('*') < 0;
    }

    /** How many stars it has: what a match may cost grows with them. */
    public int stars() {
        return (int) pattern.chars().filter(character -> character == '*').count();
    }

    /** True if the whole name matches; in linear time for every pattern with one star, and quadratic at worst. */
    public boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int mark = 0;
        while (at < name.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                mark = at;
            } else if (in < pattern.length() && pattern.charAt(in) == name.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }
}
