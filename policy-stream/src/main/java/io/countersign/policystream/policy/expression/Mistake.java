package io.countersign.policystream.policy.expression;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is wrong with an expression, in words for whoever wrote it. The parser speaks of its tokens and the checker of its
 * overloads; what is not known here is said as they say it, and nothing is guessed.
 */
final class Mistake {
    private static final String END = "<EOF>";

    /** What a value can begin with. */
    private static final String NAME = "IDENTIFIER";

    private record Saying(Pattern pattern, Function<MatchResult, String> words) {
        static Saying of(String pattern, Function<MatchResult, String> words) {
            return new Saying(Pattern.compile(pattern, Pattern.DOTALL), words);
        }
    }

    private static final List<Saying> SAYINGS = List.of(
            Saying.of(
                    "(?:mismatched|extraneous) input '(.*)' expecting (.+)",
                    found -> unexpected(found.group(1), found.group(2))),
            Saying.of("missing (.+) at '(.*)'", found -> missing(found.group(1), found.group(2))),
            Saying.of("no viable alternative at input '(.*)'", found -> notHere(found.group(1))),
            Saying.of("token recognition error at: '(.*)'", found -> unreadable(found.group(1))),
            Saying.of(
                    "found no matching overload for '(.+)' applied to '\\((.*)\\)' \\(candidates: .*\\)",
                    found -> "'" + operator(found.group(1)) + "' does not take (" + found.group(2) + ")"),
            Saying.of(
                    "found no matching overload for '(.+)' applied to '(.+)\\.\\((.*)\\)' \\(candidates: .*\\)",
                    found -> found.group(2) + " has no " + found.group(1) + "(" + found.group(3) + ")"),
            Saying.of("(.*) \\(in container ''\\)", found -> found.group(1)),
            Saying.of("For input string: (.*)", found -> "not a number of 64 bits: " + found.group(1)));

    private Mistake() {}

    /** The words for a message of the compiler. */
    static String of(String message) {
        for (var saying : SAYINGS) {
            var found = saying.pattern().matcher(message);
            if (found.matches()) {
                return saying.words().apply(found.toMatchResult());
            }
        }
        return message;
    }

    /**
     * @param expected a token, or several in braces
     */
    private static String unexpected(String text, String expected) {
        if (text.equals(END)) {
            return "the expression ends too early";
        }
        if (expected.equals(END)) {
            return "the expression is complete before '" + text + "'";
        }
        if (!expected.startsWith("{")) {
            return expected + " is expected, not '" + text + "'";
        }
        if (expected.contains(END)) {
            return "an operator or the end is expected, not '" + text + "'";
        }
        return expected.contains(NAME) ? "a value is expected, not '" + text + "'" : notHere(text);
    }

    private static String missing(String token, String next) {
        return token + " is missing " + (next.equals(END) ? "at the end" : "before '" + next + "'");
    }

    private static String notHere(String text) {
        return "'" + text + "' is not expected here";
    }

    private static String unreadable(String text) {
        return text.startsWith("'") || text.startsWith("\"")
                ? "a text is not closed, or has an unknown escape: " + text
                : "'" + text.strip() + "' is no part of an expression";
    }

    /** An operator as it is written, not as the checker names its function. */
    private static String operator(String function) {
        return switch (function) {
            case "_?_:_" -> "?:";
            case "_[_]" -> "[]";
            case "@in" -> "in";
            default -> function.startsWith("_") || function.endsWith("_") ? function.replace("_", "") : function;
        };
    }
}
