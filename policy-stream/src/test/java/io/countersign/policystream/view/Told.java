package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Cause;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.wire.RecordHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events and contents as the deciding part writes them, for tests. */
final class Told {

    static final Owner ANA = new Owner("acme", "ana");
    static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");

    private Told() {}

    /** An event of one of Ana's intents. */
    static IntentEvent event(String id, long version, String state, Instant at, @Nullable IntentContent content) {
        return event(ANA, id, version, state, at, content, List.of());
    }

    static IntentEvent event(
            Owner owner,
            String id,
            long version,
            String state,
            Instant at,
            @Nullable IntentContent content,
            List<BudgetEntry> budget) {
        return IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(owner.key())
                .setIntentId(id)
                .setVersion(version)
                .setSequence(version)
                .setPreviousHash(RecordHash.NO_PREVIOUS)
                .setHash("")
                .setFrom(version == 1 ? null : "BEFORE")
                .setTo(state)
                .setCause(new Cause(Topics.SUBMITTED, 0, version, null))
                .setReasons(
                        content == null
                                ? List.of()
                                : content.getReasons().stream()
                                        .map(reason -> new ReasonFact(reason.getCode(), reason.getRule()))
                                        .toList())
                .setBudget(budget)
                .setActor("@broker")
                .setAt(at)
                .setAction("orders.refund")
                .setAttempt(state.equals("RUNNING") ? 1 : null)
                .setSubmittedAt(version == 1 ? at : null)
                .setContentHash(content == null ? null : RecordHash.ofContent(content))
                .build();
    }

    /** That a partition has adopted a bundle. */
    static IntentEvent activated(String bundle, long controlOffset, Instant at) {
        var control = Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setBundle(bundle)
                .setActor("acme/paul")
                .build();
        return IntentEvent.newBuilder()
                .setKind(EventKind.POLICY)
                .setOwner(Owner.brokerKey(0))
                .setSequence(1)
                .setPreviousHash(RecordHash.NO_PREVIOUS)
                .setHash("")
                .setCause(new Cause(Topics.CONTROLS, 0, controlOffset, null))
                .setActor("acme/paul")
                .setAt(at)
                .setControl(control)
                .setControlOffset(controlOffset)
                .build();
    }

    /** That one of Ana's sessions was opened, by the order at that offset, or ended by her. */
    static IntentEvent session(String id, String state, Instant at, Instant until, long offset) {
        return IntentEvent.newBuilder()
                .setKind(EventKind.SESSION)
                .setOwner(ANA.key())
                .setSequence(1)
                .setPreviousHash(RecordHash.NO_PREVIOUS)
                .setHash("")
                .setFrom(state.equals("OPENED") ? null : "OPENED")
                .setTo(state)
                .setCause(new Cause(Topics.SESSIONS, 0, offset, null))
                .setActor("countersign-cli")
                .setAt(at)
                .setSession(id)
                .setAgent("bot")
                .setDueAt(until)
                .build();
    }

    static IntentContent content(@Nullable String result, String... reasons) {
        return IntentContent.newBuilder()
                .setParameters("{\"amount\":99.99,\"order\":\"A1\"}")
                .setSummary("Refund 99.99 EUR on order A1")
                .setReasons(List.of(reasons).stream()
                        .map(words -> new ReasonText("RULE", "a-rule", words))
                        .toList())
                .setResult(result)
                .setSalt(ByteBuffer.wrap(new byte[32]))
                .build();
    }

    static BudgetEntry budget(String name, Instant opens, long held, long settled) {
        return BudgetEntry.newBuilder()
                .setName(name)
                .setWindow(opens + "/PT10M")
                .setUnit("requests")
                .setLimit(5)
                .setHeld(held)
                .setSettled(settled)
                .setBefore(0)
                .setAfter(held + settled)
                .setOpensAt(opens.plusSeconds(600))
                .build();
    }
}
