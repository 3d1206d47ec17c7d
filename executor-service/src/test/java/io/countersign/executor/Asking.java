package io.countersign.executor;

import io.countersign.protocol.ApprovedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An approved action for tests, as whoever differs from it says. */
public record Asking(
        String tenant,
        String user,
        String name,
        String parameters,
        @Nullable String model,
        long maxOutput,
        boolean isPrivate,
        @Nullable String cache,
        @Nullable Duration cacheFor) {

    /** An order is listed for ana of acme, and the answer may not be kept. */
    public static Asking toList() {
        return new Asking("acme", "ana", "orders.list", "{\"order\":\"A1\"}", "small", 100, false, null, null);
    }

    public Asking withTenant(String other) {
        return new Asking(other, user, name, parameters, model, maxOutput, isPrivate, cache, cacheFor);
    }

    public Asking withUser(String other) {
        return new Asking(tenant, other, name, parameters, model, maxOutput, isPrivate, cache, cacheFor);
    }

    public Asking withName(String other) {
        return new Asking(tenant, user, other, parameters, model, maxOutput, isPrivate, cache, cacheFor);
    }

    public Asking withParameters(String other) {
        return new Asking(tenant, user, name, other, model, maxOutput, isPrivate, cache, cacheFor);
    }

    public Asking withModel(String other) {
        return new Asking(tenant, user, name, parameters, other, maxOutput, isPrivate, cache, cacheFor);
    }

    public Asking withMaxOutput(long other) {
        return new Asking(tenant, user, name, parameters, model, other, isPrivate, cache, cacheFor);
    }

    public Asking inPrivate() {
        return new Asking(tenant, user, name, parameters, model, maxOutput, true, cache, cacheFor);
    }

    public Asking kept(@Nullable String scope, @Nullable Duration time) {
        return new Asking(tenant, user, name, parameters, model, maxOutput, isPrivate, scope, time);
    }

    public ApprovedAction action() {
        return new ApprovedAction(
                "0190f5fe-7c00-7a00-8000-000000000001",
                tenant,
                user,
                "support-bot",
                null,
                name,
                parameters,
                "List order A1",
                model,
                null,
                isPrivate,
                1,
                true,
                "the-key",
                Duration.ofSeconds(2),
                Instant.parse("2026-11-21T10:02:00Z"),
                null,
                maxOutput,
                maxOutput,
                cache,
                cacheFor,
                List.of(),
                "policy",
                "decision",
                "digest",
                null);
    }
}
