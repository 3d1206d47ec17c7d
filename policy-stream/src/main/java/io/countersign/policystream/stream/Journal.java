package io.countersign.policystream.stream;

import io.countersign.contract.Capabilities;
import io.countersign.contract.ControlKeys;
import io.countersign.contract.DerivedIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.v1.Cause;
import io.countersign.v1.Control;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.ReasonFact;
import io.countersign.wire.RecordHash;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log: one event for each change, chained by hash for each owner. */
final class Journal {

    private final Accounts accounts;
    private final Outputs out;
    private final int partition;

    Journal(Accounts accounts, Outputs out, int partition) {
        this.accounts = accounts;
        this.out = out;
        this.partition = partition;
    }

    /** Identifies the decision that made an intent's version. */
    static String decisionId(String owner, String intentId, long version) {
        return DerivedIds.of("decision", owner, intentId, Long.toString(version));
    }

    /** A change of an intent, and its content if that changed too. */
    IntentEvent changed(String owner, Consequence.Recorded change, String policyVersion, Cause cause, Instant now) {
        var dossier = change.state().dossier();
        var request = dossier.request();
        var attempt = change.attempt();
        var attempts = change.attempts();
        var event = begin(EventKind.INTENT, owner, cause, change.actor(), now)
                .setIntentId(request.id())
                .setVersion(dossier.version())
                .setFrom(change.from())
                .setTo(change.state().name())
                .setReasons(ToRecords.facts(change.reasons()))
                .setPolicyVersion(policyVersion)
                .setBudget(ToRecords.budget(change.movements()))
                .setAction(request.action())
                .setAgent(request.agent())
                .setSession(request.session())
                .setDigest(request.digest())
                .setDecisionId(decisionId(owner, request.id(), dossier.version()))
                .setAttempt(attempt == null ? null : attempt.number())
                .setAttemptsBegun(attempts == null ? null : attempts.begun())
                .setAttemptsAllowed(attempts == null ? null : attempts.allowed())
                .setRun(attempt == null ? null : attempt.run())
                .setLeaseHash(attempt == null ? null : Capabilities.leaseHash(attempt.lease(request)))
                .setUsage(ToRecords.usage(change.used()))
                .setChunks(change.chunks())
                .setCached(orAbsent(change.cached()))
                .setFallback(orAbsent(change.fallback()))
                .setReplacedBy(change.replacedBy())
                .setParent(request.parent())
                .setSubmittedAt(dossier.version() == 1 ? request.submittedAt() : null)
                .setDueAt(change.state().dueAt().orElse(null));
        var words = change.words();
        if (words != null) {
            var content = ToRecords.content(dossier, words);
            event.setContentHash(RecordHash.ofContent(content));
            var key = request.owner().contentKey(request.id());
            out.keyed(Topics.CONTENTS, key, partition, content, request.traceparent(), request.replyTo());
        }
        return append(owner, event, request.traceparent(), request.replyTo());
    }

    /** What the owner has spent has reached a share of a limit, by the decision that the event before this one tells. */
    void reached(String owner, Consequence.Reached reached, String policyVersion, Cause cause, Instant now) {
        var threshold = reached.threshold();
        var dossier = reached.dossier();
        append(
                owner,
                begin(EventKind.THRESHOLD, owner, cause, dossier.actor(), now)
                        .setReasons(List.of(new ReasonFact("THRESHOLD_" + threshold.percent(), threshold.budget())))
                        .setPolicyVersion(policyVersion)
                        .setBudget(List.of(ToRecords.budget(threshold)))
                        .setDecisionId(decisionId(owner, dossier.request().id(), dossier.version())),
                dossier.request().traceparent());
    }

    /** The partition decides by this control from here on. */
    void adopted(ControlLog.Entry entry, @Nullable String policyVersion, Instant now) {
        var control = entry.control();
        var cause = new Cause(Topics.CONTROLS, 0, entry.offset(), null);
        var actor = control == null ? "@operator" : control.getActor();
        append(
                Owner.brokerKey(partition),
                begin(kind(entry.key()), Owner.brokerKey(partition), cause, actor, now)
                        .setPolicyVersion(policyVersion)
                        .setControl(
                                control == null
                                        ? null
                                        : Control.newBuilder(control).build())
                        .setControlKey(entry.key())
                        .setControlOffset(entry.offset()),
                null);
    }

    /** A session was opened, or its user ended it. */
    void session(
            String owner,
            @Nullable OpenedSession before,
            OpenedSession session,
            String client,
            Cause cause,
            Instant now,
            @Nullable String traceparent) {
        append(
                owner,
                begin(EventKind.SESSION, owner, cause, client, now)
                        .setFrom(before == null ? null : before.name())
                        .setTo(session.name())
                        .setSession(session.id())
                        .setAgent(session.agent())
                        .setDigest(session.digest())
                        .setDueAt(session.until()),
                traceparent);
    }

    /** A letter about no intent was dealt with. */
    void letterClosed(String letterId, List<Reason> reasons, String actor, Cause cause, Instant now) {
        var owner = Owner.brokerKey(partition);
        append(
                owner,
                begin(EventKind.INTENT, owner, cause, actor, now)
                        .setReasons(ToRecords.facts(reasons))
                        .setLetterId(letterId),
                null);
    }

    private IntentEvent.Builder begin(EventKind kind, String owner, Cause cause, String actor, Instant now) {
        var head = head(owner);
        return IntentEvent.newBuilder()
                .setKind(kind)
                .setOwner(owner)
                .setSequence(head.sequence() + 1)
                .setPreviousHash(head.hash())
                .setHash("")
                .setCause(cause)
                .setActor(actor)
                .setAt(now);
    }

    /** What is not true is left out, as if there were no such field. */
    private static @Nullable Boolean orAbsent(boolean truth) {
        return truth ? true : null;
    }

    private IntentEvent append(String owner, IntentEvent.Builder builder, @Nullable String traceparent) {
        return append(owner, builder, traceparent, null);
    }

    private IntentEvent append(
            String owner, IntentEvent.Builder builder, @Nullable String traceparent, @Nullable String replyTo) {
        var event = builder.build();
        event.setHash(RecordHash.of(event));
        accounts.change(owner).chain(new Chain(event.getSequence(), event.getHash()));
        out.owned(Topics.EVENTS, owner, event, traceparent, replyTo);
        return event;
    }

    private Chain head(String owner) {
        return accounts.of(owner).chain();
    }

    private static EventKind kind(String controlKey) {
        if (ControlKeys.frozenScope(controlKey).isPresent()) {
            return EventKind.FREEZE;
        }
        return ControlKeys.isOverride(controlKey) ? EventKind.OVERRIDE : EventKind.POLICY;
    }
}
