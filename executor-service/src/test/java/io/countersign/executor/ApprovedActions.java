package io.countersign.executor;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Approved actions for tests. */
public final class ApprovedActions {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private ApprovedActions() {}

    /** An execution whose output nobody reads. */
    public static Attempt attempt() {
        return new Attempt("0190f5fe-7c00-7a00-8000-00000000000a", json -> {});
    }

    public static ApprovedAction idempotent(String parameters) {
        return of(parameters, true, null, null, 100);
    }

    public static ApprovedAction once(String parameters) {
        return of(parameters, false, null, null, 100);
    }

    /** The attempt after those. */
    public static ApprovedAction next() {
        return of("{}", false, null, List.of(), null, 100, 4, TIMEOUT);
    }

    /** An idempotent one, whose call may take so long. */
    public static ApprovedAction within(Duration timeout, String parameters, String model, List<String> fallbacks) {
        return of(parameters, true, model, fallbacks, null, 100, 3, timeout);
    }

    public static ApprovedAction of(
            String parameters, boolean idempotent, @Nullable String model, @Nullable Long maxTokens, long maxOutput) {
        return of(parameters, idempotent, model, List.of(), maxTokens, maxOutput);
    }

    public static ApprovedAction of(
            String parameters,
            boolean idempotent,
            @Nullable String model,
            List<String> fallbacks,
            @Nullable Long maxTokens,
            long maxOutput) {
        return of(parameters, idempotent, model, fallbacks, maxTokens, maxOutput, 3, TIMEOUT);
    }

    private static ApprovedAction of(
            String parameters,
            boolean idempotent,
            @Nullable String model,
            List<String> fallbacks,
            @Nullable Long maxTokens,
            long maxOutput,
            int attempt,
            Duration timeout) {
        return new ApprovedAction(
                "0190f5fe-7c00-7a00-8000-000000000001",
                "acme",
                "ana",
                "support-bot",
                null,
                "orders.refund",
                parameters,
                "Refund order A1",
                model,
                maxTokens,
                false,
                attempt,
                idempotent,
                "the-key",
                timeout,
                Instant.parse("2026-11-21T10:02:00Z"),
                null,
                maxOutput,
                maxOutput,
                null,
                null,
                fallbacks,
                "policy",
                "decision",
                "digest",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }
}
