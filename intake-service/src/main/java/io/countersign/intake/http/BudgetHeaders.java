package io.countersign.intake.http;

import io.countersign.door.admission.RateLimit;
import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a refusal for budget says in headers: a {@link RateLimit} for each budget, in the budget's unit, and {@code
 * Retry-After}, unless it never makes sense to try again, whatever opens when.
 */
final class BudgetHeaders {
    private BudgetHeaders() {}

    static Map<String, String> of(Decision decision, Instant now) {
        var headers = new LinkedHashMap<String, String>();
        var opens = decision.opensAt();
        if (opens != null) {
            headers.put("Retry-After", String.valueOf(Math.max(1, secondsUntil(opens, now))));
        }
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
