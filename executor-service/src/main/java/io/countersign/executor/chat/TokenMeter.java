package io.countersign.executor.chat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Counts the tokens of several texts while they grow. A text's count is that of its blocks, which end before a word, so that
 * what is counted is never counted again; and as no tokenizer makes more tokens than bytes, what is not yet in a block is
 * counted only once the limit could be near.
 */
final class TokenMeter {

    private static final int BLOCK = 256;

    private final ToLongFunction<String> tokens;
    private final Map<String, StringBuilder> open = new HashMap<>();
    private long counted;
    private long openBytes;
    private boolean isOver;

    TokenMeter(ToLongFunction<String> tokens) {
        this.tokens = tokens;
    }

    /** Adds a piece to a text, and says how much of it there may be until all texts have {@code limit} tokens. */
    String add(String text, String piece, long limit) {
        var tail = open.computeIfAbsent(text, name -> new StringBuilder());
        var fitting = 0;
        for (var start = 0; start < piece.length(); ) {
            var end = whole(piece, Math.min(start + BLOCK, piece.length()));
            var fits = add(tail, piece.substring(start, end), limit);
            fitting = fitting == start ? start + fits : fitting;
            start = end;
        }
        return piece.substring(0, fitting);
    }

    /** All tokens so far, those that did not fit included. */
    long total() {
        return counted + open.values().stream().mapToLong(this::count).sum();
    }

    private int add(StringBuilder tail, String slice, long limit) {
        var before = tail.length();
        tail.append(slice);
        openBytes += bytes(slice);
        var fits = isOver ? 0 : slice.length();
        if (!isOver && counted + openBytes > limit && total() > limit) {
            isOver = true;
            fits = fitting(tail, before, limit);
        }
        if (tail.length() > BLOCK) {
            settle(tail);
        }
        return fits;
    }

    /** The longest beginning; a longer one may have fewer tokens, as "fiv" and "five", so it is looked for from the end. */
    private int fitting(StringBuilder tail, int before, long limit) {
        var others = total() - count(tail);
        for (var end = tail.length(); end > before; end--) {
            if (whole(tail, end) == end && others + count(tail.subSequence(0, end)) <= limit) {
                return end - before;
            }
        }
        return 0;
    }

    private void settle(StringBuilder tail) {
        var block = tail.substring(0, lastWord(tail));
        counted += count(block);
        openBytes -= bytes(block);
        tail.delete(0, block.length());
    }

    /** Where the last word of a text begins, with the space before it; near the end where there are no words. */
    private static int lastWord(CharSequence text) {
        for (var at = text.length() - 1; at > text.length() / 2; at--) {
            if (text.charAt(at) == ' ' && !Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return whole(text, text.length() - 1);
    }

    /** No later than {@code end}, and not within a character. */
    private static int whole(CharSequence text, int end) {
        return end > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private long count(CharSequence text) {
        return text.isEmpty() ? 0 : tokens.applyAsLong(text.toString());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
