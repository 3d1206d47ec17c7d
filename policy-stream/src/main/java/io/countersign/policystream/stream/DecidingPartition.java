package io.countersign.policystream.stream;

import io.countersign.contract.Code;
import io.countersign.contract.ControlKeys;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.Timer;
import io.countersign.policystream.lifecycle.TimerName;
import io.countersign.policystream.policy.Reason;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What one partition decides, one input after the other, wherever its stores are and its records go: it adopts controls
 * before it decides, lets the {@link Conductor} ask the core, and fires the timers that are due. It looks at no clock.
 */
final class DecidingPartition {

    /** How many timers one tick fires; what is left waits for the next tick. */
    private static final int MOST_TIMERS = 2_000;

    /** The timers that decide about intents: an event tells of each that did. */
    private static final Set<TimerName> TOLD = EnumSet.of(
            TimerName.APPROVE_BY,
            TimerName.DEADLINE,
            TimerName.OPENS,
            TimerName.GIVE_UP,
            TimerName.RETRY,
            TimerName.START_BY,
            TimerName.LEASE,
            TimerName.PROBE,
            TimerName.REVIEW_BY);

    private final TopologyParts parts;
    private final TaskStores stores;
    private final Outputs out;
    private final CommandReader reader;
    private final Journal journal;
    private final Letters letters;
    private final Conductor conductor;
    private final LetterReviews letterReviews;
    private final SessionDesk sessionDesk;
    private final int self;

    DecidingPartition(TopologyParts parts, TaskStores stores, Outputs out, int self) {
        this.parts = parts;
        this.stores = stores;
        this.out = out;
        this.self = self;
        reader = new CommandReader(parts.wire());
        journal = new Journal(stores.accounts(), out, self);
        letters = new Letters(out);
        conductor = new Conductor(stores, journal, letters, out, parts.signing(), parts.log());
        letterReviews = new LetterReviews(stores.letters(), journal, out, parts.partitions());
        sessionDesk = new SessionDesk(stores.sessions(), journal, out);
    }

    /** Takes the next input: time passes, pending controls are adopted, and then it is decided. */
    void take(Arrival arrival) {
        stores.partition().consumed(arrival.timestamp());
        stores.adoption().timePassed(stores.partition().now());
        stores.adoption().pending().forEach(control -> adopt(control, arrival));
        if (arrival.topic().equals(Topics.TICKS)) {
            tick(arrival);
        } else {
            decide(arrival);
        }
        stores.accounts().flush();
    }

    /** Decides what a record asks for. */
    void decide(Arrival arrival) {
        switch (reader.read(arrival)) {
            case Command.Unreadable unreadable -> unreadable(arrival, unreadable);
            case Command.OfLetter(var review, var letterId) -> letterReviews.decide(review, letterId, arrival, now());
            case Command.Owned owned -> decide(owned, arrival);
        }
    }

    private void decide(Command.Owned command, Arrival arrival) {
        int home = Owner.partitionOf(command.owner(), parts.partitions());
        if (home != self) {
            sendHome(arrival, home);
            return;
        }
        switch (command) {
            case Command.OfSession ofSession -> sessionDesk.decide(ofSession, arrival, now());
            case Command.Known(var owner, var intentId, Input.Reported report)
            when arrival.isRerouted() && report.status() == ReportStatus.STARTED ->
                forwardedStart(owner, intentId, report, arrival);
            case Command.Known(var owner, var intentId, var input) -> decide(owner, intentId, input, arrival);
        }
    }

    private void unreadable(Arrival arrival, Command.Unreadable unreadable) {
        parts.log().unreadable(arrival.topic(), arrival.partition(), arrival.offset(), unreadable.code());
        letters.unreadable(
                "reading",
                List.of(new Reason(unreadable.code(), null, unreadable.message())),
                arrival,
                unreadable.cause());
    }

    /** Other clients' partitioners hash differently: a record is forwarded to its owner's partition, once. */
    private void sendHome(Arrival arrival, int home) {
        if (arrival.isRerouted()) {
            unreadable(
                    arrival,
                    new Command.Unreadable(
                            Code.MISROUTED.name(), "lies on partition " + self + " instead of " + home, null));
            return;
        }
        var headers = new RecordHeaders(arrival.record().headers());
        headers.add(Headers.REROUTED, Integer.toString(self).getBytes(StandardCharsets.UTF_8));
        out.raw(arrival.record().key(), arrival.topic(), home, arrival.record().value(), headers);
    }

    /**
     * A forwarded STARTED has another append time than the one that its executor was told: it never counts. Anybody can
     * write one, and the header; only who was handed the attempt knows its lease.
     */
    private void forwardedStart(String owner, String intentId, Input.Reported report, Arrival arrival) {
        var state = conductor.state(owner, intentId);
        if (state != null && state.dossier().gave(report.attempt(), report.lease())) {
            conductor.refuse(owner, state, report);
        } else {
            decide(owner, intentId, report, arrival);
        }
    }

    /** Decides what an input makes of an intent. */
    void decide(String owner, String intentId, Input input, Arrival arrival) {
        conductor.decide(arrival.about(intentId), owner, intentId, input, null);
    }

    /** The state of an intent, if it is known. */
    @Nullable
    IntentState state(String owner, String intentId) {
        return conductor.state(owner, intentId);
    }

    /** Decides by this control from here on. */
    void adopt(ControlLog.Entry entry, Arrival arrival) {
        stores.adoption().adopt(entry);
        journal.adopted(entry, stores.adoption().version(), now());
        var control = entry.control();
        if (control != null && ControlKeys.frozenScope(entry.key()).isPresent() && control.getCancelRunning()) {
            haltRunning(arrival);
        }
        ControlKeys.overridden(entry.key())
                .filter(set -> Owner.partitionOf(set.ownerKey(), parts.partitions()) == self)
                .ifPresent(set -> conductor.reconsider(arrival, set.ownerKey(), set.budget()));
    }

    /** A freeze that also stops what is under way tells its executors; the state follows what they report. */
    private void haltRunning(Arrival arrival) {
        try (var all = stores.intents().all()) {
            while (all.hasNext()) {
                var state = all.next().value;
                var request = state.dossier().request();
                boolean underWay = state instanceof IntentState.Approved || state instanceof IntentState.Running;
                if (underWay && stores.adoption().freezes().cover(request.tenant(), request.action(), now())) {
                    var owner = request.owner().key();
                    conductor.decide(arrival.about(request.id()), owner, request.id(), new Input.Halted(), "freeze");
                }
            }
        }
    }

    private void tick(Arrival arrival) {
        stores.timers().fire(stores.partition().now(), MOST_TIMERS, key -> fires(key, arrival));
    }

    private boolean fires(TimerKey key, Arrival arrival) {
        if (key.name() == TimerName.SESSION) {
            stores.sessions().forget(key, now());
            return true;
        }
        if (key.name() == TimerName.WINDOW) {
            stores.timers().delete(key);
            stores.balances().closed(key, now());
            return true;
        }
        if (key.name() == TimerName.MEMORY) {
            stores.timers().delete(key);
            stores.memory().lapsed(key, now());
            return true;
        }
        var state = conductor.state(key.owner(), key.intentId());
        if (state == null || !state.timers().contains(key.timer())) {
            stores.timers().delete(key);
            return true;
        }
        if (key.name().fenced()) {
            stores.timers().delete(key);
            fence(key, state);
            return true;
        }
        var after = due(key.owner(), key.intentId(), key.timer(), arrival).state();
        return after == null || after.dossier().version() != state.dossier().version();
    }

    /** Fires the timer of that name, as the tick did that an event names as its cause; nothing if there is none. */
    void fire(String owner, String intentId, String timer, Arrival arrival) {
        var state = conductor.state(owner, intentId);
        if (state != null) {
            state.timers().stream()
                    .filter(one -> one.name().name().equals(timer))
                    .findFirst()
                    .ifPresent(one -> due(owner, intentId, one, arrival));
        }
    }

    /**
     * Fires the timers that no event tells of: they free room, and change nothing that is decided, because what they
     * clear away was out of date when they were due.
     *
     * @param also which timers of intents fire too, unless they wait for a fence
     */
    void forget(Predicate<TimerKey> also, Arrival arrival) {
        stores.timers()
                .fire(
                        stores.partition().now(),
                        Integer.MAX_VALUE,
                        key -> (!TOLD.contains(key.name()) || (!key.name().fenced() && also.test(key)))
                                && fires(key, arrival));
    }

    private Decision due(String owner, String intentId, Timer timer, Arrival arrival) {
        var about = arrival.about(intentId);
        return conductor.decide(
                about, owner, intentId, new Input.Due(timer), timer.name().name());
    }

    /** Behind everything that was reported in time: when this is read, all of that has been read. */
    private void fence(TimerKey key, IntentState state) {
        var request = state.dossier().request();
        out.owned(
                Topics.OUTCOMES,
                key.owner(),
                Outcome.newBuilder()
                        .setId(request.id())
                        .setTenant(request.tenant())
                        .setUser(request.user())
                        .setAttempt(state.dossier().attempts().getLast().number())
                        .setLease("")
                        .setStatus(OutcomeStatus.FENCE)
                        .build(),
                null);
    }

    private Instant now() {
        return Instant.ofEpochMilli(stores.partition().now());
    }
}
