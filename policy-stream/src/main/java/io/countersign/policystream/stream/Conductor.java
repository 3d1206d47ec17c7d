package io.countersign.policystream.stream;

import io.countersign.contract.Code;
import io.countersign.contract.Topics;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Holdings;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Lifecycle;
import io.countersign.policystream.lifecycle.Traces;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.store.Section;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Cause;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.Reply;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries the core's decisions: loads the state, asks the core, stores what follows, and forwards what goes out. It
 * decides nothing itself.
 */
final class Conductor {

    /** How many waiting intents one record may wake; the others' own timers wake them later. */
    private static final int MOST_WAKES = 100;

    private final Section<String, IntentState> intents;
    private final Accounts accounts;
    private final StoredBalances balances;
    private final Section<byte[], String> lines;
    private final StoredTimers timers;
    private final StoredMemory memory;
    private final Adoption adoption;
    private final StoredSessions sessions;
    private final PartitionState partition;
    private final Journal journal;
    private final Letters letters;
    private final Outputs out;
    private final UnaryOperator<ApprovedIntent> signing;
    private final DecisionLog log;

    Conductor(
            TaskStores stores,
            Journal journal,
            Letters letters,
            Outputs out,
            UnaryOperator<ApprovedIntent> signing,
            DecisionLog log) {
        this.intents = stores.intents();
        this.accounts = stores.accounts();
        this.balances = stores.balances();
        this.lines = stores.lines();
        this.timers = stores.timers();
        this.memory = stores.memory();
        this.adoption = stores.adoption();
        this.sessions = stores.sessions();
        this.partition = stores.partition();
        this.journal = journal;
        this.letters = letters;
        this.out = out;
        this.signing = signing;
        this.log = log;
    }

    /** The state of an intent, if it is known. */
    @Nullable
    IntentState state(String owner, String intentId) {
        return intents.get(key(owner, intentId));
    }

    /**
     * Decides, and then whatever follows at once: the successor that a review made, and those whose turn in line it is.
     *
     * @return the first decision
     */
    Decision decide(Arrival arrival, String owner, String intentId, Input input, @Nullable String timer) {
        Deque<Step> steps = new ArrayDeque<>();
        var first = take(new Step(intentId, input), arrival, owner, timer, steps);
        for (int wakes = 0; !steps.isEmpty() && wakes < MOST_WAKES; wakes++) {
            take(steps.removeFirst(), arrival, owner, timer, steps);
        }
        return first;
    }

    /** A budget of the owner may have room that it had not: whoever waits for it is looked at again, in turn. */
    void reconsider(Arrival arrival, String owner, String budget) {
        new StoredLine(lines, accounts, owner)
                .head(budget)
                .ifPresent(head -> decide(arrival.about(head), owner, head, new Input.Woken(), "override"));
    }

    private Decision take(Step step, Arrival arrival, String owner, @Nullable String timer, Deque<Step> steps) {
        var now = Instant.ofEpochMilli(partition.now());
        var line = new StoredLine(lines, accounts, owner);
        var before = remembered(owner, step.intentId(), line, now);
        var ledger = new Ledger(balances.of(owner, now));
        var around = new Circumstances(
                now,
                adoption.policy(),
                adoption.freezes(),
                adoption.overrides(),
                ledger,
                line,
                memory.of(owner),
                sessions.of(owner, now));
        Decision decision;
        try {
            decision = Lifecycle.decide(before, step.input(), around);
        } catch (RuntimeException defect) {
            // The core is pure: whatever it throws is a defect of ours, and the same record would throw it for ever.
            log.defect(owner, step.intentId(), defect);
            var reason = new Reason(Code.INTERNAL.name(), null, "a defect of the broker: " + defect);
            letters.unreadable("decision", List.of(reason), arrival, defect);
            return new Decision(before, List.of());
        }
        store(owner, step.intentId(), before, decision.state(), line);
        balances.follow(owner, before, decision.state(), ledger.movements(), now);
        Traces.left(before, decision.state()).ifPresent(trace -> memory.take(owner, trace));
        var cause = new Cause(arrival.topic(), arrival.partition(), arrival.offset(), timer);
        for (var consequence : decision.consequences()) {
            carry(consequence, arrival, owner, cause, around, steps);
        }
        Holdings.closed(before, decision.state()).forEach(closing -> log.closed(owner, closing));
        wake(before, decision.state(), ledger, line, steps);
        return decision;
    }

    /** The state of an intent, unless it is to be forgotten by now: then it is, before it can matter. */
    private @Nullable IntentState remembered(String owner, String intentId, StoredLine line, Instant now) {
        var state = state(owner, intentId);
        if (state == null || !state.isForgottenBy(now)) {
            return state;
        }
        store(owner, intentId, state, null, line);
        balances.follow(owner, state, null, List.of(), now);
        return null;
    }

    private void store(
            String owner, String intentId, @Nullable IntentState before, @Nullable IntentState after, StoredLine line) {
        if (after == null && before != null) {
            intents.delete(key(owner, intentId));
        } else if (after != null && !after.equals(before)) {
            intents.put(key(owner, intentId), after);
        }
        timers.follow(owner, intentId, before, after);
        line.follow(intentId, before, after);
    }

    private void carry(
            Consequence consequence,
            Arrival arrival,
            String owner,
            Cause cause,
            Circumstances around,
            Deque<Step> steps) {
        var now = around.now();
        switch (consequence) {
            case Consequence.Recorded change -> {
                var event = journal.changed(owner, change, adoption.policy().version(), cause, now);
                log.decided(event, change, now);
            }
            case Consequence.Reached reached -> {
                journal.reached(owner, reached, adoption.policy().version(), cause, now);
                log.reached(owner, reached.threshold());
            }
            case Consequence.HandedOver handedOver -> handOver(owner, handedOver);
            case Consequence.Lettered letter -> letters.about(owner, letter, arrival, null);
            case Consequence.Answered answer -> answer(owner, answer, arrival, around);
            case Consequence.Directed directed -> direct(owner, directed);
            case Consequence.Spawned spawned ->
                steps.addLast(new Step(spawned.request().id(), new Input.Derived(spawned.request(), spawned.vote())));
            case Consequence.Strayed strayed ->
                letters.unreadable(
                        "outcome", List.of(new Reason(strayed.code().name(), null, strayed.message())), arrival, null);
            case Consequence.Rearmed rearmed -> rearm(owner, arrival, rearmed);
        }
    }

    private void rearm(String owner, Arrival arrival, Consequence.Rearmed rearmed) {
        var intentId = arrival.intentId();
        if (intentId != null) {
            timers.put(TimerKey.of(owner, intentId, 0, rearmed.timer()));
        }
    }

    private void handOver(String owner, Consequence.HandedOver handedOver) {
        var dossier = handedOver.dossier();
        var decisionId = Journal.decisionId(owner, dossier.request().id(), dossier.version());
        var approval =
                signing.apply(ToRecords.approval(handedOver, adoption.policy().version(), decisionId));
        out.owned(
                Topics.approved(dossier.request().action()),
                owner,
                approval,
                dossier.request().traceparent());
    }

    /** The one answer, with the budgets that refused, or those that the decision has touched. */
    private void answer(String owner, Consequence.Answered answer, Arrival arrival, Circumstances around) {
        if (!answer.accepted() && !answer.shortages().isEmpty()) {
            log.refused(owner, answer.shortages(), around.now());
        }
        var requestId = arrival.requestId();
        if (requestId == null) {
            return;
        }
        var budget = answer.accepted()
                ? ToRecords.budget(around.ledger().movements())
                : ToRecords.shortages(answer.shortages());
        var state = answer.state();
        out.owned(
                Topics.REPLIES,
                owner,
                Reply.newBuilder()
                        .setRequestId(requestId)
                        .setIntentId(
                                state == null ? null : state.dossier().request().id())
                        .setAccepted(answer.accepted())
                        .setCode(answer.code())
                        .setState(state == null ? null : state.name())
                        .setVersion(state == null ? null : state.dossier().version())
                        .setReasons(ToRecords.texts(answer.reasons()))
                        .setBudget(budget.isEmpty() ? null : budget)
                        .setActor(answer.actor())
                        .setOpensAt(answer.opensAt())
                        .build(),
                arrival.traceparent());
    }

    /** Tells whoever reported this to stop; no decision says so. */
    void refuse(String owner, IntentState state, Input.Reported report) {
        direct(owner, Consequence.Directed.refusing(state.dossier(), report));
    }

    private void direct(String owner, Consequence.Directed directed) {
        var request = directed.dossier().request();
        var directive = Directive.newBuilder()
                .setId(request.id())
                .setAttempt(directed.attempt())
                .setKind(DirectiveKind.valueOf(directed.instruction().name()))
                .setAction(request.action())
                .setTenant(request.tenant())
                .setUser(request.user())
                .setLeaseUntil(directed.leaseUntil())
                .setRun(directed.run());
        if (directed.instruction() == Consequence.Instruction.PROBE) {
            var attempt = directed.dossier().attempt(directed.attempt()).orElseThrow();
            directive.setProbe(attempt.probe(request)).setExecutor(attempt.executor());
        }
        out.owned(Topics.DIRECTIVES, owner, directive.build(), request.traceparent());
    }

    /** Room that was returned, and places in line that became free, are offered to whoever has waited longest. */
    private static void wake(
            @Nullable IntentState before,
            @Nullable IntentState after,
            Ledger ledger,
            StoredLine line,
            Deque<Step> steps) {
        for (var movement : ledger.movements()) {
            if (movement.after().used() < movement.before().used()) {
                line.head(movement.budget()).ifPresent(head -> steps.addLast(new Step(head, new Input.Woken())));
            }
        }
        var place = before == null ? null : before.ticket().orElse(null);
        if (before != null && place != null && !before.ticket().equals(after == null ? null : after.ticket())) {
            for (var budget : place.budgets()) {
                line.head(budget).ifPresent(head -> steps.addLast(new Step(head, new Input.Woken())));
            }
        }
    }

    private static String key(String owner, String intentId) {
        return owner + "/" + intentId;
    }

    private record Step(String intentId, Input input) {}
}
