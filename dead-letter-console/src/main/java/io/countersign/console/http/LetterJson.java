package io.countersign.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.countersign.console.desk.Button;
import io.countersign.console.desk.Change;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.LedgerLine;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Provenance;
import io.countersign.console.desk.Request;
import io.countersign.console.desk.ReviewRules;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.TimelineEntry;
import io.countersign.console.desk.Vote;
import io.countersign.console.projection.LetterStore.Raw;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A letter as the API answers it: everything that its card shows. Parameters and results are JSON values. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LetterJson(
        String id,
        String letterId,
        String category,
        String state,
        boolean closed,
        String stage,
        String headline,
        @Nullable String intentId,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable String agent,
        @Nullable List<String> roles,
        @Nullable String action,

        @JsonRawValue @Schema(ref = "#/components/schemas/Json") @Nullable
        String parameters,

        @Nullable String digest,
        @Nullable String justification,
        List<FindingJson> reasons,
        @Nullable String effect,
        @Nullable List<String> labels,
        int attempts,
        String sideEffect,
        long version,
        @Nullable Instant dueAt,
        int arrivals,
        Instant firstAt,
        Instant lastAt,
        QuorumJson quorum,
        List<LedgerLine> budgets,
        @Nullable String policyVersion,
        @Nullable String parent,
        @Nullable String replacedBy,

        @JsonRawValue @Schema(ref = "#/components/schemas/Json") @Nullable
        String result,

        List<EntryJson> timeline,
        OriginJson origin,
        List<OptionJson> decisions) {

    /** A reason with its words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingJson(String code, @Nullable String rule, String message) {
        static FindingJson of(Finding finding) {
            return new FindingJson(finding.code(), finding.rule(), finding.words());
        }
    }

    /** Who must approve, and who has. */
    record QuorumJson(int needed, List<String> groups, List<Vote> votes) {}

    /** One line of the timeline. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntryJson(
            long version,
            @Nullable String from,
            @Nullable String to,
            String title,
            Instant at,
            String actor,
            @Nullable String comment,
            @Nullable Integer attempt,
            List<FindingJson> reasons,
            List<LedgerLine> budgets) {
        static EntryJson of(TimelineEntry entry) {
            Change change = entry.change();
            return new EntryJson(
                    entry.version(),
                    change.from(),
                    change.to(),
                    entry.title(),
                    entry.at(),
                    entry.actor(),
                    entry.comment(),
                    entry.attempt(),
                    entry.findings().stream().map(FindingJson::of).toList(),
                    change.budget());
        }
    }

    /** Where the record came from; bytes in base64. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OriginJson(
            String topic,
            int partition,
            long offset,
            Instant timestamp,
            List<HeaderJson> headers,
            @Nullable String rawKey,
            @Nullable String rawValue,
            @Nullable Long rawLength,
            @Nullable String rawSha256,
            @Nullable String error) {}

    /** A header; its bytes as text where they are text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HeaderJson(String name, String value) {}

    /** A decision, what it will do, and why it is not to be had. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OptionJson(
            String decision,
            boolean offered,
            String promise,
            boolean needsComment,
            @Nullable String code,
            @Nullable String why) {
        static OptionJson of(Button button) {
            var obstacle = button.obstacle();
            return new OptionJson(
                    button.decision().name(),
                    button.enabled(),
                    button.promise(),
                    button.needsComment(),
                    obstacle == null ? null : obstacle.code().name(),
                    obstacle == null ? null : obstacle.words());
        }
    }

    static LetterJson of(Letter letter, Raw raw, Reviewer reviewer) {
        Request request = letter.request();
        var latest = letter.latest();
        var wording = letter.wording();
        var quorum = letter.quorum();
        return new LetterJson(
                letter.id(),
                latest.letterId(),
                letter.category().name(),
                letter.state().name(),
                letter.closed(),
                latest.stage(),
                letter.headline(),
                latest.intentId(),
                letter.tenant(),
                letter.user(),
                request == null ? null : request.agent(),
                request == null ? null : request.roles(),
                request == null ? null : request.action(),
                JsonLiteral.valueOf(letter.parameters()),
                letter.digest(),
                letter.justification(),
                letter.findings().stream().map(FindingJson::of).toList(),
                request == null ? null : request.effect(),
                request == null ? null : request.labels(),
                letter.attempts(),
                letter.outside().name(),
                letter.version(),
                letter.dueAt(),
                letter.arrivals().size(),
                letter.firstAt(),
                latest.at(),
                new QuorumJson(quorum.needed(), quorum.groups(), quorum.votes()),
                letter.ledger(),
                letter.policyVersion(),
                letter.parent(),
                letter.replacedBy(),
                JsonLiteral.valueOf(wording == null ? null : wording.result()),
                letter.timeline().stream().map(EntryJson::of).toList(),
                origin(letter, raw),
                ReviewRules.buttons(letter, reviewer).stream()
                        .map(OptionJson::of)
                        .toList());
    }

    private static OriginJson origin(Letter letter, Raw raw) {
        var latest = letter.latest();
        Provenance provenance = latest.provenance();
        var base64 = Base64.getEncoder();
        var failure = latest.failure();
        return new OriginJson(
                provenance.position().topic(),
                provenance.position().partition(),
                provenance.position().offset(),
                provenance.at(),
                provenance.headers().stream()
                        .map(header -> new HeaderJson(header.name(), header.words()))
                        .toList(),
                raw.key() == null ? null : base64.encodeToString(raw.key().toArray()),
                raw.value() == null ? null : base64.encodeToString(raw.value().toArray()),
                latest.rawLength(),
                latest.rawSha256(),
                failure == null ? null : failure.type() + ": " + failure.message());
    }
}
