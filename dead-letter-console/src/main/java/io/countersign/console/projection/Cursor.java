package io.countersign.console.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** Where a page of the list ended: the sort key of its last line, so that later pages hold still while rows come. */
public record Cursor(Instant at, String id) {
    /** Stands for "never" among due times. */
    static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Before PostgreSQL's oldest time nothing can have happened. */
    private static final Instant OLDEST = Instant.parse("-4000-01-01T00:00:00Z");

    /** For addresses. */
    public String text() {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((micros + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    public static Optional<Cursor> parse(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            if (parts.length < 2 || !LetterStore.isStorable(parts[1])) {
                return Optional.empty();
            }
            var at = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
            return at.isBefore(OLDEST) ? Optional.empty() : Optional.of(new Cursor(at, parts[1]));
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException notACursor) {
            return Optional.empty();
        }
    }
}
