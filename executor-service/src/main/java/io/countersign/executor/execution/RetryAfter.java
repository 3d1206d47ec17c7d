package io.countersign.executor.execution;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** RFC 9110's Retry-After: seconds, or a date, which is read against the answer's own Date and no clock of ours. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long to wait, at most a day; empty if the header is absent or says nothing. */
    public static Optional<Duration> read(Optional<String> retryAfter, Optional<String> date) {
        return retryAfter
                .map(String::strip)
                .flatMap(text -> seconds(text).or(() -> difference(text, date)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    private static Optional<Duration> difference(String text, Optional<String> date) {
        return date.flatMap(RetryAfter::instant).flatMap(now -> instant(text).map(then -> Duration.between(now, then)));
    }

    private static Optional<ZonedDateTime> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
