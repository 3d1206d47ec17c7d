package io.countersign.console.desk;

import io.countersign.contract.Topics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event of the audit log: facts only. */
public record Change(
        Position position,
        String owner,
        @Nullable String intentId,
        long version,
        @Nullable String from,
        @Nullable String to,
        Position cause,
        @Nullable String timer,
        List<Finding> findings,
        @Nullable String policyVersion,
        List<LedgerLine> budget,
        String actor,
        Instant at,
        @Nullable String digest,
        @Nullable Integer attempt,
        @Nullable Attempts attempts,
        @Nullable Spend spend,
        @Nullable String replacedBy,
        @Nullable String parent,
        @Nullable String letterId,
        @Nullable Instant dueAt) {

    public Change {
        findings = List.copyOf(findings);
        budget = List.copyOf(budget);
    }

    public boolean keepsState() {
        return to == null || to.equals(from);
    }

    /** True if a reviewer's command made this change. */
    public boolean isReviewed() {
        return cause.topic().equals(Topics.REVIEWS);
    }

    public boolean says(String code) {
        return findings.stream().anyMatch(finding -> finding.code().equals(code));
    }

    boolean rejects() {
        return State.HELD.name().equals(from) && State.REJECTED.name().equals(to);
    }

    /** How many attempts have begun, and how many may unless a person grants more. */
    public record Attempts(int begun, int allowed) {}

    /** What an attempt consumed. */
    public record Spend(long inputTokens, long outputTokens, long cachedTokens, long costMicros) {}
}
