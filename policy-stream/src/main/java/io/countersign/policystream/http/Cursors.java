package io.countersign.policystream.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cursors hold a place in an owner's list, in a form that nobody is tempted to build. */
final class Cursors {

    private static final Pattern PLACE = Pattern.compile("[0-9a-f]{16}/[^/]{1,64}");

    private Cursors() {}

    static String write(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty for what was not written here. */
    static Optional<String> read(String cursor) {
        try {
            var place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Optional.of(place).filter(PLACE.asMatchPredicate());
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
