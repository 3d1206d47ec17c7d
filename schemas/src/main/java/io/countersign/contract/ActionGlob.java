package io.countersign.contract;

/** A pattern over action names: {@code *} stands for any characters, dots included; everything else for itself. */
public record ActionGlob(String pattern) {

    /** True if the pattern is a plain name, without a star. */
    public boolean isExact() {
        return pattern.indexOf('*') < 0;
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
