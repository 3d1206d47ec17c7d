package io.countersign.chaos.doors;

import java.util.Optional;
import java.util.regex.Pattern;

/** What an answer tells of the program behind the door: lines of a stack, names of its classes. */
final class Disclosure {

    private static final Pattern OURS = Pattern.compile(
            "\\bat [a-z][\\w$.]*\\.[\\w$<>]+\\([^)]*\\.java|\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*|\\b[A-Z]\\w+(?:Exception|Error)\\b");

    private Disclosure() {}

    /** The first such words in the text that are not the caller's own. */
    static Optional<String> in(String text, String said) {
        return OURS.matcher(text)
                .results()
                .map(found -> found.group())
                .filter(words -> !said.contains(words))
                .findFirst();
    }
}
