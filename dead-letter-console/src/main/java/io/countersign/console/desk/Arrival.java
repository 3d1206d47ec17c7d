package io.countersign.console.desk;

import io.countersign.contract.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record of the dead-letter topic: an intent that dies again arrives again. The raw bytes are kept apart.
 *
 * @param tenant whose it is, by the letter or by the key of the record behind it; null if it is nobody's
 */
public record Arrival(
        Position position,
        Instant at,
        String letterId,
        @Nullable String intentId,
        @Nullable String tenant,
        @Nullable String user,
        Category category,
        List<Finding> findings,
        String stage,
        @Nullable Request request,
        @Nullable String digest,
        long version,
        int attempts,
        Outside outside,
        Provenance provenance,
        boolean hasValue,
        @Nullable Long rawLength,
        @Nullable String rawSha256,
        @Nullable Failure failure) {

    private static final Set<String> DISCARD_ONLY_STAGES = Set.of("executor", "inbox");

    public Arrival {
        findings = List.copyOf(findings);
    }

    /**
     * The intent whose row this arrival belongs to. Empty for what is about a record rather than an intent: unreadable
     * ones, those of executors and of the inbox, and a refused duplicate, which only names the first.
     */
    public Optional<IntentKey> intent() {
        var elsewhere = category == Category.UNREADABLE || discardOnly() || says(Code.ID_REUSED);
        return elsewhere ? Optional.empty() : IntentKey.of(tenant, user, intentId);
    }

    /** The session that the intent names; empty for what is about no intent, or was in no opened session. */
    public Optional<SessionKey> session() {
        var named = request == null ? null : request.session();
        return intent().flatMap(intent -> SessionKey.of(intent.owner(), named));
    }

    public String rowId() {
        return intent().map(IntentKey::rowId).orElse(letterId);
    }

    /** True if nothing but a discard makes sense, because no broker state stands behind the letter. */
    public boolean discardOnly() {
        return DISCARD_ONLY_STAGES.contains(stage);
    }

    public boolean says(Code code) {
        return findings.stream().anyMatch(finding -> finding.code().equals(code.name()));
    }
}
