package io.countersign.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Approved actions for tests. */
public final class Actions {

    /** The broker time before which they must start. */
    public static final Instant START_BY = Instant.parse("2026-11-21T10:02:00Z");

    private Actions() {}

    public static ApprovedAction named(String action) {
        return action(action, "acme", false);
    }

    public static ApprovedAction of(String tenant) {
        return action("orders.refund", tenant, false);
    }

    private static ApprovedAction action(String action, String tenant, boolean idempotent) {
        return new ApprovedAction(
                "0190f5fe-7c00-7a00-8000-000000000001",
                tenant,
                "ana",
                "support-bot",
                null,
                action,
                "{\"order\":\"A1\"}",
                "Refund order A1",
                null,
                null,
                false,
                1,
                idempotent,
                "key",
                Duration.ofSeconds(10),
                START_BY,
                null,
                0,
                0,
                null,
                null,
                List.of(),
                "policy",
                "decision",
                "digest",
                null);
    }
}
