package io.countersign.policystream.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.ActionName;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of an override. */
record OverrideOrder(
        String budget, Owner owner, long limit, @Nullable Instant until, String reason) {

    private static final Set<String> MEMBERS = Set.of("budget", "tenant", "user", "limit", "until", "reason");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static OverrideOrder read(byte[] body) {
        var json = OrderBody.read(body, MEMBERS);
        return new OverrideOrder(
                budget(json.path("budget").textValue()),
                owner(json.path("tenant").textValue(), json.path("user").textValue()),
                limit(json.path("limit")),
                until(json.path("until")),
                OrderBody.reason(json));
    }

    static String budget(@Nullable String name) {
        if (name == null || !ActionName.isValid(name)) {
            throw OrderBody.malformed("budget is needed: the name of a budget");
        }
        return name;
    }

    static Owner owner(@Nullable String tenant, @Nullable String user) {
        return Owner.of(tenant == null ? "" : tenant, user == null ? "" : user)
                .orElseThrow(() -> OrderBody.malformed("tenant and user are needed: whose limit it is"));
    }

    private static long limit(JsonNode limit) {
        if (!limit.isIntegralNumber()
                || !limit.canConvertToLong()
                || limit.longValue() < 0
                || limit.longValue() > Limits.EXACT_INTEGER) {
            throw OrderBody.malformed("limit is needed: a whole number from 0 to 2^53 - 1");
        }
        return limit.longValue();
    }

    private static @Nullable Instant until(JsonNode until) {
        if (until.isMissingNode()) {
            return null;
        }
        try {
            var end = Instant.parse(until.asText());
            if (until.isTextual() && end.isAfter(Instant.EPOCH) && end.isBefore(LATEST)) {
                return end.truncatedTo(ChronoUnit.MILLIS);
            }
        } catch (DateTimeParseException notAnInstant) {
            // told below
        }
        throw OrderBody.malformed("until is an instant such as 2026-11-21T23:10:00Z");
    }
}
