package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.Usage;
import io.countersign.wire.Reading;
import io.countersign.wire.RecordHash;
import io.countersign.wire.WireFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the records that the view is made of; beyond it there is no Avro. */
final class RecordReader {

    private final WireFormat wire;

    RecordReader(WireFormat wire) {
        this.wire = wire;
    }

    /** An event with what it says of budgets, of the policy in force, and of a session. */
    record Event(
            Optional<Change> change,
            String owner,
            List<BudgetUse> budgets,
            Optional<ActivatedPolicy> activated,
            Optional<SessionChange> session) {}

    /** A content with the hash by which events name it. */
    record Content(String hash, IntentText text) {}

    Reading<Event> event(byte @Nullable [] value) {
        return switch (wire.decode(Topics.EVENTS, value, IntentEvent.class)) {
            case Reading.Decoded<IntentEvent>(var event) ->
                new Reading.Decoded<>(
                        new Event(change(event), event.getOwner(), budgets(event), activated(event), session(event)));
            case Reading.Unreadable<IntentEvent>(var reason, var message, var cause) ->
                new Reading.Unreadable<>(reason, message, cause);
        };
    }

    /** The hash covers the fields of the writer's schema. */
    Reading<Content> content(byte @Nullable [] value) {
        var written = wire.decodeAsWritten(Topics.CONTENTS, value, IntentContent.class);
        return switch (wire.decode(Topics.CONTENTS, value, IntentContent.class)) {
            case Reading.Decoded<IntentContent>(var content)
            when written instanceof Reading.Decoded<org.apache.avro.generic.GenericRecord>(var asWritten) ->
                new Reading.Decoded<>(new Content(RecordHash.ofContent(asWritten), text(content)));
            case Reading.Decoded<IntentContent> contradiction ->
                throw new IllegalStateException("readable as ours, not as written: " + written);
            case Reading.Unreadable<IntentContent>(var reason, var message, var cause) ->
                new Reading.Unreadable<>(reason, message, cause);
        };
    }

    private static Optional<Change> change(IntentEvent event) {
        return Optional.ofNullable(event.getIntentId())
                .map(id -> new Change(
                        event.getOwner(),
                        id,
                        event.getVersion(),
                        event.getTo(),
                        event.getAt(),
                        event.getReasons().stream()
                                .map(fact -> new Ground(fact.getCode(), fact.getRule()))
                                .toList(),
                        event.getAction(),
                        event.getSession(),
                        event.getAttempt(),
                        execution(event),
                        retry(event),
                        usage(event.getUsage()),
                        Boolean.TRUE.equals(event.getCached()),
                        Boolean.TRUE.equals(event.getFallback()),
                        event.getContentHash(),
                        event.getParent(),
                        event.getSubmittedAt()));
    }

    private static @Nullable Execution execution(IntentEvent event) {
        var attempt = event.getAttempt();
        var leaseHash = event.getLeaseHash();
        return attempt == null || leaseHash == null
                ? null
                : new Execution(attempt, leaseHash, event.getAt(), event.getRun(), event.getChunks());
    }

    private static @Nullable AttemptProgress retry(IntentEvent event) {
        var begun = event.getAttemptsBegun();
        var allowed = event.getAttemptsAllowed();
        var next = "RETRYING".equals(event.getTo()) ? event.getDueAt() : null;
        return begun == null || allowed == null ? null : new AttemptProgress(begun, allowed, next);
    }

    private static @Nullable UsedTokens usage(@Nullable Usage usage) {
        return usage == null
                ? null
                : new UsedTokens(
                        usage.getInputTokens(),
                        usage.getOutputTokens(),
                        usage.getCachedTokens(),
                        usage.getCostMicros(),
                        usage.getCounted(),
                        usage.getModel());
    }

    private static List<BudgetUse> budgets(IntentEvent event) {
        // what is told of a threshold was counted by the event before it
        var moved = event.getKind() == EventKind.INTENT ? event.getBudget() : List.<BudgetEntry>of();
        return moved.stream()
                .map(entry -> new BudgetUse(
                        entry.getName(),
                        entry.getWindow(),
                        entry.getUnit(),
                        entry.getLimit(),
                        entry.getHeld(),
                        entry.getSettled(),
                        entry.getOpensAt()))
                .toList();
    }

    private static Optional<ActivatedPolicy> activated(IntentEvent event) {
        var control = event.getKind() == EventKind.POLICY ? event.getControl() : null;
        var bundle = control == null ? null : control.getBundle();
        var offset = event.getControlOffset();
        return bundle == null || offset == null
                ? Optional.empty()
                : Optional.of(new ActivatedPolicy(offset, bundle, event.getActor(), event.getAt()));
    }

    private static Optional<SessionChange> session(IntentEvent event) {
        var id = event.getSession();
        if (event.getKind() != EventKind.SESSION || id == null) {
            return Optional.empty();
        }
        var until = event.getDueAt();
        boolean opened = "OPENED".equals(event.getTo()) && until != null;
        return Optional.of(
                opened
                        ? new SessionChange.Opened(new SessionFacts(
                                event.getOwner(),
                                id,
                                event.getAgent(),
                                event.getActor(),
                                until,
                                false,
                                event.getCause().getPartition(),
                                event.getCause().getOffset()))
                        : new SessionChange.Revoked(event.getOwner(), id));
    }

    private static IntentText text(IntentContent content) {
        return new IntentText(
                content.getParameters(),
                content.getSummary(),
                content.getReasons().stream()
                        .map(reason -> new StatedReason(reason.getCode(), reason.getRule(), reason.getMessage()))
                        .toList(),
                content.getResult(),
                error(content.getError()));
    }

    private static @Nullable Failure error(@Nullable OutcomeError error) {
        return error == null ? null : new Failure(error.getCode(), error.getMessage(), error.getRetryAfterMillis());
    }
}
