package io.countersign.policystream.policy.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Regular expressions that take linear time: RE2's, and of bounded size. */
public final class SafePattern {
    /** Characters of a pattern. */
    static final int LENGTH = 1_000;

    private SafePattern() {}

    /** What is wrong with a pattern, in words. */
    public static Optional<String> problem(String pattern) {
        if (pattern.length() > LENGTH) {
            return Optional.of("the pattern is longer than " + LENGTH + " characters");
        }
        if (PatternSize.of(pattern) > ExpressionLanguage.PATTERN_SIZE) {
            return Optional.of("the pattern repeats too much: " + pattern);
        }
        try {
            return Pattern.compile(pattern).programSize() > ExpressionLanguage.PATTERN_SIZE
                    ? Optional.of("the pattern is too large: " + pattern)
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("not a pattern of RE2: " + e.getDescription() + ": " + e.getPattern());
        }
    }
}
