package io.countersign.policystream.stream;

import io.countersign.contract.CutText;
import io.countersign.contract.FailureCode;
import io.countersign.contract.Limits;
import io.countersign.contract.ReviewerName;
import io.countersign.contract.Sha256;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.lifecycle.Fault;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.PassedOver;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.Request;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.SessionOrder;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.v1.Session;
import io.countersign.v1.Usage;
import io.countersign.wire.RecordDigest;
import io.countersign.wire.RecordJson;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records become the core's inputs here, and only here. */
final class FromRecords {

    /** Stands for a code that is none. */
    private static final String NO_CODE = "UNSPECIFIED";

    /** Characters of the names that executors give to themselves and to their executions. */
    private static final int LONGEST_NAME = 200;

    private FromRecords() {}

    static Request request(Intent intent, @Nullable String traceparent) {
        return new Request(
                intent.getId(),
                intent.getTenant(),
                intent.getUser(),
                intent.getAgent(),
                intent.getTeam(),
                intent.getSession(),
                intent.getAction(),
                intent.getParameters(),
                intent.getModel(),
                intent.getMaxTokens(),
                intent.getInputTokens(),
                intent.getJustification(),
                intent.getPrivate$(),
                intent.getDeadline(),
                intent.getOnQuota() == OnQuota.DEFER,
                intent.getRoles(),
                intent.getReplyTo(),
                bytes(intent.getNonce()),
                RecordDigest.of(intent),
                intent.getSubmittedAt(),
                null,
                traceparent);
    }

    /** The digest is over everything that was asked for. */
    static SessionOrder order(Session session, Instant appendedAt) {
        if (session.getEnded()) {
            return new SessionOrder.End(session.getId(), session.getOpenedBy());
        }
        return new SessionOrder.Open(
                session.getId(),
                session.getAgent(),
                session.getGrants().stream()
                        .map(grant -> new TaskGrant(grant.getAction(), grant.getWhen()))
                        .toList(),
                session.getOpenedBy(),
                session.getTtlMillis(),
                Sha256.hex(RecordJson.of(session, "ended")),
                appendedAt);
    }

    /**
     * Empty for a status that this version does not know. Whoever may write outcomes may write anything: what is kept and
     * shown of one is no longer than the contract says. The result is as it was written: it becomes JSON where it is taken.
     */
    static Optional<Input.Reported> report(Outcome outcome, Instant appendedAt) {
        return status(outcome.getStatus())
                .map(status -> new Input.Reported(
                        outcome.getAttempt(),
                        outcome.getLease(),
                        status,
                        outcome.getRun() == null ? null : CutText.of(outcome.getRun(), LONGEST_NAME),
                        outcome.getChunks(),
                        outcome.getResult(),
                        fault(outcome.getError()),
                        status == ReportStatus.FAILED_RETRYABLE && outcome.getNoEffect(),
                        consumption(outcome.getUsage()),
                        outcome.getCached(),
                        outcome.getFallback(),
                        passedOver(outcome),
                        CutText.of(outcome.getExecutor(), LONGEST_NAME),
                        appendedAt));
    }

    /** Empty for a decision that this version does not take. */
    static Optional<Input.Reviewed> review(Review review, Instant appendedAt) {
        return decree(review.getDecision())
                .map(decree -> new Input.Reviewed(
                        review.getReviewId(),
                        review.getLetterId(),
                        review.getExpectedVersion(),
                        decree,
                        review.getDigest(),
                        vote(review),
                        review.getComment(),
                        appendedAt));
    }

    static Input.Vote vote(Review review) {
        var tenant = review.getTenant();
        var home = review.getReviewerTenant();
        return new Input.Vote(
                ReviewerName.of(tenant, home, review.getReviewer()),
                ReviewerName.isOutsider(tenant, home),
                review.getReviewerRoles());
    }

    static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Optional<ReportStatus> status(OutcomeStatus status) {
        return switch (status) {
            case STARTED -> Optional.of(ReportStatus.STARTED);
            case RUNNING -> Optional.of(ReportStatus.RUNNING);
            case NOT_STARTED -> Optional.of(ReportStatus.NOT_STARTED);
            case SUCCEEDED -> Optional.of(ReportStatus.SUCCEEDED);
            case FAILED_RETRYABLE -> Optional.of(ReportStatus.FAILED_RETRYABLE);
            case FAILED -> Optional.of(ReportStatus.FAILED);
            case UNKNOWN -> Optional.of(ReportStatus.UNKNOWN);
            case FENCE, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Optional<Input.Decree> decree(ReviewDecision decision) {
        return switch (decision) {
            case APPROVE -> Optional.of(Input.Decree.APPROVE);
            case REJECT -> Optional.of(Input.Decree.REJECT);
            case RETRY -> Optional.of(Input.Decree.RETRY);
            case DISCARD -> Optional.of(Input.Decree.DISCARD);
            case CONFIRM -> Optional.of(Input.Decree.CONFIRM);
            case EDIT, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static @Nullable Fault fault(@Nullable OutcomeError error) {
        if (error == null) {
            return null;
        }
        var code = FailureCode.isValid(error.getCode()) ? error.getCode() : NO_CODE;
        return new Fault(code, CutText.of(error.getMessage(), Limits.MESSAGE_LENGTH), error.getRetryAfterMillis());
    }

    private static List<PassedOver> passedOver(Outcome outcome) {
        var models = outcome.getPassedOver();
        return models == null
                ? List.of()
                : models.stream()
                        .map(model -> new PassedOver(model.getModel(), model.getCode(), model.getMessage()))
                        .toList();
    }

    private static @Nullable Consumption consumption(@Nullable Usage usage) {
        return usage == null
                ? null
                : new Consumption(
                        usage.getInputTokens(),
                        usage.getOutputTokens(),
                        usage.getCachedTokens(),
                        usage.getCostMicros(),
                        usage.getCounted(),
                        usage.getModel());
    }
}
