package io.countersign.console.kafka;

import io.countersign.console.desk.Arrival;
import io.countersign.console.desk.Category;
import io.countersign.console.desk.Change;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Failure;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.LedgerLine;
import io.countersign.console.desk.Outside;
import io.countersign.console.desk.Position;
import io.countersign.console.desk.Provenance;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.Remark;
import io.countersign.console.desk.Request;
import io.countersign.console.desk.Wording;
import io.countersign.contract.Owner;
import io.countersign.contract.ReviewerName;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.LetterError;
import io.countersign.v1.LetterIntent;
import io.countersign.v1.Origin;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.v1.SideEffect;
import io.countersign.v1.Usage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Avro records in the desk's own words. */
final class Translation {
    private Translation() {}

    static Change change(Position position, IntentEvent event) {
        var cause = event.getCause();
        return new Change(
                position,
                event.getOwner(),
                event.getIntentId(),
                event.getVersion(),
                event.getFrom(),
                event.getTo(),
                new Position(cause.getTopic(), cause.getPartition(), cause.getOffset()),
                cause.getTimer(),
                event.getReasons().stream().map(Translation::fact).toList(),
                event.getPolicyVersion(),
                event.getBudget().stream().map(Translation::ledgerLine).toList(),
                event.getActor(),
                event.getAt(),
                event.getDigest(),
                event.getAttempt(),
                attempts(event),
                spend(event.getUsage()),
                event.getReplacedBy(),
                event.getParent(),
                event.getLetterId(),
                event.getDueAt());
    }

    private static Change.@Nullable Attempts attempts(IntentEvent event) {
        var begun = event.getAttemptsBegun();
        var allowed = event.getAttemptsAllowed();
        return begun == null || allowed == null ? null : new Change.Attempts(begun, allowed);
    }

    static Wording wording(IntentContent content) {
        var error = content.getError();
        return new Wording(
                content.getParameters(),
                content.getSummary(),
                content.getJustification(),
                findings(content.getReasons()),
                content.getResult(),
                error == null ? null : error.getCode(),
                error == null ? null : error.getMessage());
    }

    static Remark remark(Position position, Instant at, Review review) {
        return new Remark(
                position,
                at,
                review.getReviewId(),
                review.getLetterId(),
                review.getTenant(),
                review.getUser(),
                review.getIntentId(),
                decision(review.getDecision()),
                ReviewerName.of(review.getTenant(), review.getReviewerTenant(), review.getReviewer()),
                review.getComment());
    }

    static Arrival arrival(Position position, Instant at, DeadLetter letter) {
        var behind = Whose.behind(letter);
        return new Arrival(
                position,
                at,
                letter.getId(),
                letter.getIntentId(),
                behind.map(Owner::tenant).orElse(letter.getTenant()),
                behind.map(Owner::user).orElse(letter.getUser()),
                category(letter.getCategory()),
                findings(letter.getReasons()),
                letter.getStage(),
                request(letter.getIntent()),
                letter.getDigest(),
                letter.getVersion() == null ? 0 : letter.getVersion(),
                letter.getAttempts(),
                outside(letter.getSideEffect()),
                provenance(letter.getOrigin()),
                letter.getRawValue() != null,
                letter.getRawLength(),
                letter.getRawSha256(),
                failure(letter.getError()));
    }

    static @Nullable RawBytes raw(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return RawBytes.of(bytes);
    }

    static List<Finding> findings(List<ReasonText> reasons) {
        return reasons.stream()
                .map(reason -> new Finding(reason.getCode(), reason.getRule(), reason.getMessage()))
                .toList();
    }

    private static Finding fact(ReasonFact reason) {
        return Finding.fact(reason.getCode(), reason.getRule());
    }

    private static @Nullable Request request(@Nullable LetterIntent intent) {
        if (intent == null) {
            return null;
        }
        return new Request(
                intent.getId(),
                intent.getTenant(),
                intent.getUser(),
                intent.getAgent(),
                intent.getTeam(),
                intent.getSession(),
                intent.getAction(),
                intent.getParameters(),
                intent.getSummary(),
                intent.getModel(),
                intent.getMaxTokens(),
                intent.getPrivate$(),
                intent.getDeadline(),
                intent.getRoles(),
                intent.getJustification(),
                intent.getSubmittedAt(),
                intent.getApprovalGroups(),
                intent.getApprovalQuorum(),
                intent.getApproveBy(),
                intent.getEffect(),
                intent.getLabels());
    }

    private static Provenance provenance(Origin origin) {
        return new Provenance(
                new Position(origin.getTopic(), origin.getPartition(), origin.getOffset()),
                origin.getTimestamp(),
                origin.getHeaders().stream()
                        .map(header -> new Provenance.Header(header.getKey(), raw(header.getValue())))
                        .toList());
    }

    private static LedgerLine ledgerLine(BudgetEntry entry) {
        return new LedgerLine(
                entry.getName(),
                entry.getWindow(),
                entry.getUnit(),
                entry.getLimit(),
                entry.getHeld(),
                entry.getSettled(),
                entry.getBefore(),
                entry.getAfter(),
                entry.getOverrun(),
                entry.getOpensAt());
    }

    private static Change.@Nullable Spend spend(@Nullable Usage usage) {
        return usage == null
                ? null
                : new Change.Spend(
                        usage.getInputTokens(),
                        usage.getOutputTokens(),
                        usage.getCachedTokens(),
                        usage.getCostMicros());
    }

    private static @Nullable Failure failure(@Nullable LetterError error) {
        return error == null ? null : new Failure(error.getClass$(), error.getMessage(), error.getStack());
    }

    /** A category of a newer version still is something that a person must look at. */
    private static Category category(LetterCategory category) {
        return switch (category) {
            case HELD -> Category.HELD;
            case REJECTED -> Category.REJECTED;
            case FAILED -> Category.FAILED;
            case UNKNOWN -> Category.UNKNOWN;
            case EXPIRED -> Category.EXPIRED;
            case UNREADABLE, UNRECOGNIZED -> Category.UNREADABLE;
        };
    }

    /** What is not known here may have happened. */
    private static Outside outside(SideEffect effect) {
        return switch (effect) {
            case NONE -> Outside.NONE;
            case CONFIRMED -> Outside.CONFIRMED;
            case UNKNOWN, UNRECOGNIZED -> Outside.UNKNOWN;
        };
    }

    private static Decision decision(ReviewDecision decision) {
        return switch (decision) {
            case APPROVE -> Decision.APPROVE;
            case REJECT -> Decision.REJECT;
            case RETRY -> Decision.RETRY;
            case CONFIRM -> Decision.CONFIRM;
            case DISCARD -> Decision.DISCARD;
            case EDIT, UNRECOGNIZED -> Decision.OTHER;
        };
    }
}
