package io.countersign.chaos;

import io.countersign.audit.Heads;
import io.countersign.chaos.TopicReader.Stamped;
import io.countersign.contract.IdempotencyKey;
import io.countersign.stack.audit.Verdict;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Cause;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Origin;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.SideEffect;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One intent's records as the topics might tell them, second by second; a timeout of 4 s makes leases of 9 s. */
final class Story {

    static final String ID = "intent";
    static final String ACTION = "work";

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final boolean idempotent;
    private final List<Stamped<IntentEvent>> events = new ArrayList<>();
    private final List<ApprovedIntent> approvals = new ArrayList<>();
    private final List<Stamped<Outcome>> outcomes = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private String state = "SUBMITTED";
    private int attempt;

    Story(boolean idempotent) {
        this.idempotent = idempotent;
    }

    /** The key of its effects. */
    static String key() {
        return IdempotencyKey.of("acme", "ana", ID);
    }

    static Instant at(int second) {
        return BEGINNING.plusSeconds(second);
    }

    /** Approves and hands over the next attempt, which must begin within 30 s. */
    Story handedOver(int second) {
        attempt++;
        approvals.add(approval(at(second + 30)));
        return becomes("APPROVED", second);
    }

    Story becomes(String next, int second) {
        var event = IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner("acme/ana")
                .setIntentId(ID)
                .setSequence(events.size() + 1L)
                .setPreviousHash("")
                .setHash("")
                .setFrom(state)
                .setTo(next)
                .setCause(new Cause("intents.submitted", 0, 0L, null))
                .setActor("broker")
                .setAt(at(second))
                .setAttempt(attempt)
                .setDigest("digest")
                .build();
        events.add(new Stamped<>(at(second), 0, event));
        state = next;
        return this;
    }

    Story reports(OutcomeStatus status, int second) {
        var outcome = Outcome.newBuilder()
                .setId(ID)
                .setTenant("acme")
                .setUser("ana")
                .setAttempt(attempt)
                .setLease("lease-" + attempt)
                .setStatus(status)
                .build();
        outcomes.add(new Stamped<>(at(second), 0, outcome));
        return this;
    }

    /** Told by an executor and taken in at once. */
    Story begins(int second) {
        return reports(OutcomeStatus.STARTED, second).becomes("RUNNING", second);
    }

    Story letter(SideEffect effect) {
        letters.add(DeadLetter.newBuilder()
                .setId("letter")
                .setIntentId(ID)
                .setCategory(LetterCategory.FAILED)
                .setStage("execution")
                .setSideEffect(effect)
                .setOrigin(Origin.newBuilder()
                        .setTopic("intents.submitted")
                        .setPartition(0)
                        .setOffset(0)
                        .setTimestamp(BEGINNING)
                        .build())
                .build());
        return this;
    }

    Oracle judged() {
        return new Oracle(new Evidence(
                List.of(intent()),
                events,
                approvals,
                outcomes,
                letters,
                new Verdict(new Heads(List.of()), events.size(), 0, List.of(), Map.of(), 0)));
    }

    private static Intent intent() {
        return Intent.newBuilder()
                .setId(ID)
                .setTenant("acme")
                .setUser("ana")
                .setAgent("worker")
                .setAction(ACTION)
                .setParameters("{}")
                .setOnQuota(OnQuota.REJECT)
                .setNonce(ByteBuffer.wrap(new byte[32]))
                .setSubmittedAt(BEGINNING)
                .build();
    }

    private ApprovedIntent approval(Instant startBy) {
        return ApprovedIntent.newBuilder()
                .setId(ID)
                .setTenant("acme")
                .setUser("ana")
                .setAgent("worker")
                .setAction(ACTION)
                .setParameters("{}")
                .setSummary("")
                .setAttempt(attempt)
                .setLease("lease-" + attempt)
                .setIdempotent(idempotent)
                .setIdempotencyKey(key())
                .setTimeoutMillis(4_000)
                .setStartBy(startBy)
                .setPolicyVersion("")
                .setDecisionId("")
                .setDigest("digest")
                .setKeyId("")
                .setSignature("")
                .build();
    }
}
