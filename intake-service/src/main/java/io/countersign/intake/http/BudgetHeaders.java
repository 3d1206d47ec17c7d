package io.countersign.intake.http;

import io.countersign.door.admission.RateLimit;
import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a refusal for budget says in headers: {@code Retry-After}, and a {@link RateLimit} for each budget, in the budget's
 * unit.
 */
final class BudgetHeaders {
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
        headers.putAll(RateLimit.headers(
                decision.budgets().stream().map(window -> limit(window, now)).toList()));
        return headers;
    }

    private static RateLimit limit(BudgetWindow window, Instant now) {
        var opensAt = window.opensAt();
        return new RateLimit(
                window.name(),
                window.limit(),
                length(window),
                window.unit(),
                window.left(),
                opensAt == null ? OptionalLong.empty() : OptionalLong.of(secondsUntil(opensAt, now)));
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
        return RateLimit.wholeSeconds(Duration.between(now, at));
    }
}
