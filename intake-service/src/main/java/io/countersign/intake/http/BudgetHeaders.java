package io.countersign.intake.http;

import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a refusal for budget says in headers: {@code Retry-After}, and {@code RateLimit} and {@code RateLimit-Policy} as
 * draft-ietf-httpapi-ratelimit-headers-10 has them, which are lists of RFC 9651 items, one for each budget. Quotas are in
 * the budget's unit, times in seconds.
 */
final class BudgetHeaders {
    /** The largest integer of RFC 9651. */
    private static final long LARGEST = 999_999_999_999_999L;

    private BudgetHeaders() {}

    static Map<String, String> of(Decision decision, Instant now) {
        var headers = new LinkedHashMap<String, String>();
        var opens = Stream.concat(
                        Stream.ofNullable(decision.opensAt()),
                        decision.budgets().stream()
                                .map(BudgetWindow::opensAt)
                                .filter(Objects::nonNull)
                                .map(Objects::requireNonNull))
                .findFirst();
        opens.ifPresent(at -> headers.put("Retry-After", String.valueOf(Math.max(1, secondsUntil(at, now)))));
        if (!decision.budgets().isEmpty()) {
            headers.put("RateLimit-Policy", list(decision.budgets(), BudgetHeaders::policy));
            headers.put("RateLimit", list(decision.budgets(), window -> left(window, now)));
        }
        return headers;
    }

    private static String list(List<BudgetWindow> windows, java.util.function.Function<BudgetWindow, String> item) {
        return windows.stream().map(item).collect(Collectors.joining(", "));
    }

    private static String policy(BudgetWindow window) {
        var length = length(window);
        return quoted(window.name())
                + ";q=" + integer(window.limit())
                + (length.isPresent() ? ";w=" + integer(length.getAsLong()) : "")
                + ";qu=" + quoted(window.unit());
    }

    private static String left(BudgetWindow window, Instant now) {
        var opensAt = window.opensAt();
        return quoted(window.name())
                + ";r=" + integer(window.left())
                + (opensAt == null ? "" : ";t=" + integer(secondsUntil(opensAt, now)));
    }

    /** Of a month the length is that of this month: from its opening to the next one's. */
    private static OptionalLong length(BudgetWindow window) {
        var parts = window.window().split("/", 2);
        try {
            return OptionalLong.of(Duration.parse(parts[parts.length - 1]).toSeconds());
        } catch (DateTimeException notADuration) {
            return untilNext(parts[0], window);
        }
    }

    private static OptionalLong untilNext(String opening, BudgetWindow window) {
        var next = window.opensAt();
        try {
            return next == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            Duration.between(Instant.parse(opening), next).toSeconds());
        } catch (DateTimeException notAnInstant) {
            return OptionalLong.empty();
        }
    }

    private static long secondsUntil(Instant at, Instant now) {
        return Math.ceilDiv(Duration.between(now, at).toMillis(), 1000L);
    }

    private static String integer(long value) {
        return String.valueOf(Math.clamp(value, 0L, LARGEST));
    }

    /** A string of RFC 9651 has printable ASCII only. */
    private static String quoted(String text) {
        var string = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                string.append('\\');
            }
            string.append(c >= ' ' && c <= '~' ? (char) c : '?');
        });
        return string.append('"').toString();
    }
}
