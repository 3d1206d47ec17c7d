package io.countersign.policystream.policy.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;

/**
 * How large a regular expression becomes when its counted repetitions are written out, estimated before anything is
 * compiled: {@code ((a{1000}){1000}){1000}} would fill the memory.
 */
final class PatternSize {
    private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");

    private final ArrayDeque<Long> groups = new ArrayDeque<>();
    private long size;
    private long last;

    private PatternSize() {}

    static long of(String pattern) {
        var estimate = new PatternSize();
        estimate.read(pattern);
        return estimate.size;
    }

    private void read(String pattern) {
        Matcher count = COUNT.matcher(pattern);
        for (int at = 0; at < pattern.length(); ) {
            char character = pattern.charAt(at);
            switch (character) {
                case '(' -> groups.push(size);
                case ')' -> last = groups.isEmpty() ? last : size - groups.pop();
                case '[' -> {
                    at = endOfClass(pattern, at);
                    single();
                }
                case '\\' -> {
                    at++;
                    single();
                }
                case '{' -> {
                    if (count.find(at) && count.start() == at) {
                        repeat(count);
                        at = count.end() - 1;
                    } else {
                        single();
                    }
                }
                default -> single();
            }
            at++;
        }
    }

    private void single() {
        size++;
        last = 1;
    }

    private void repeat(Matcher count) {
        long least = Long.parseLong(count.group(1));
        String most = count.group(2);
        long times = Math.max(1, most == null || most.isEmpty() ? least : Long.parseLong(most));
        // far beyond every limit is enough to know, and cannot overflow
        long added = last > (1L << 40) / times ? 1L << 40 : last * (times - 1);
        size = Math.min(1L << 40, size + added);
        last = Math.min(1L << 40, last + added);
    }

    private static int endOfClass(String pattern, int open) {
        int at = open + 1;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        if (at < pattern.length() && pattern.charAt(at) == ']') {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
