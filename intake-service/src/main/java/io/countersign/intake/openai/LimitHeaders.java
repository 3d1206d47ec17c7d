package io.countersign.intake.openai;

import io.countersign.intake.waiting.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** OpenAI's {@code x-ratelimit-*} headers: of the budgets of tokens and of requests, the one with least left. */
public final class LimitHeaders {
    private LimitHeaders() {}

    /** The headers for the budgets that a decision has touched. */
    public static Map<String, String> of(List<BudgetWindow> budgets, Instant now) {
        var headers = new LinkedHashMap<String, String>();
        add(headers, "tokens", budgets, unit -> unit.equals("tokens"), now);
        add(headers, "requests", budgets, unit -> unit.equals("requests"), now);
        return headers;
    }

    private static void add(
            Map<String, String> headers, String what, List<BudgetWindow> budgets, Predicate<String> unit, Instant now) {
        budgets.stream()
                .filter(window -> unit.test(window.unit()))
                .min(Comparator.comparingLong(BudgetWindow::left))
                .ifPresent(window -> {
                    headers.put("x-ratelimit-limit-" + what, String.valueOf(window.limit()));
                    headers.put("x-ratelimit-remaining-" + what, String.valueOf(Math.max(0, window.left())));
                    var opens = window.opensAt();
                    if (opens != null) {
                        headers.put("x-ratelimit-reset-" + what, inWords(Duration.between(now, opens)));
                    }
                });
    }

    /** As OpenAI writes durations: {@code 6m0s}, {@code 1h0m30s}, {@code 12ms}. */
    static String inWords(Duration duration) {
        var left = duration.isNegative() ? Duration.ZERO : duration;
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            return left.toMillis() + "ms";
        }
        var seconds = left.toSecondsPart() + "s";
        if (left.compareTo(Duration.ofMinutes(1)) < 0) {
            return seconds;
        }
        var minutes = left.toMinutesPart() + "m" + seconds;
        return left.compareTo(Duration.ofHours(1)) < 0 ? minutes : left.toHours() + "h" + minutes;
    }
}
