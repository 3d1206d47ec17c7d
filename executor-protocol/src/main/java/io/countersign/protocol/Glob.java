package io.countersign.protocol;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An action's name, or a pattern of names in which each {@code *} stands for any characters, dots included.
 *
 * @param text the pattern as written
 */
public record Glob(String text) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9.*-]{1,64}");

    public Glob {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not an action's name or glob: \"" + text + "\"");
        }
    }

    /** True if the name fits. */
    public boolean matches(String name) {
        return Pattern.matches(regex(), name);
    }

    /** The same pattern as a regular expression. */
    public String regex() {
        return Arrays.stream(text.split("\\*", -1))
                .map(literal -> literal.isEmpty() ? "" : Pattern.quote(literal))
                .collect(Collectors.joining(".*"));
    }
}
