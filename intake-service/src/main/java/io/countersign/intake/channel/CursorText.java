package io.countersign.intake.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Marks a cursor with what it is a place in, so that a place in something else is not taken for one. */
final class CursorText {
    private static final int MARK_LENGTH = 8;

    private CursorText() {}

    static String marked(String scope, String place) {
        return mark(scope) + "." + place;
    }

    /** The place, if it is one of that scope. */
    static Optional<String> place(String scope, String text) {
        var mark = mark(scope) + ".";
        return text.startsWith(mark) ? Optional.of(text.substring(mark.length())) : Optional.empty();
    }

    private static String mark(String scope) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(scope.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, MARK_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
