package io.countersign.intake.waiting;

import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.Commands;
import io.countersign.intake.submission.Commands.Receipt;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.NewSession;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.waiting.Outcome.BrokerAway;
import io.countersign.intake.waiting.Outcome.Decided;
import io.countersign.intake.waiting.Outcome.Ended;
import io.countersign.intake.waiting.Outcome.Full;
import io.countersign.intake.waiting.Outcome.Published;
import io.countersign.intake.waiting.Outcome.TooLarge;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Hands commands to the broker and waits as long as the caller wants to. Its methods block: they want a virtual thread. */
public final class Handover {
    private final Commands commands;
    private final Decisions decisions;
    private final Changes changes;
    private final WaitingRoom room;
    private final Moment lastCall;
    private final Duration decisionWithin;

    /** @param lastCall when nobody waits for an end any longer */
    public Handover(
            Commands commands,
            Decisions decisions,
            Changes changes,
            WaitingRoom room,
            Moment lastCall,
            Duration decisionWithin) {
        this.commands = commands;
        this.decisions = decisions;
        this.changes = changes;
        this.room = room;
        this.lastCall = lastCall;
        this.decisionWithin = decisionWithin;
    }

    public Outcome submit(NewIntent intent, Patience patience) throws InterruptedException {
        return seated(intent.caller(), () -> submitSeated(intent, patience));
    }

    /** The same for whoever has taken a seat for it already. */
    public Outcome submitSeated(NewIntent intent, Patience patience) throws InterruptedException {
        var requestId = UUID.randomUUID().toString();
        // Whoever waits looks out before the command leaves, and so misses nothing that comes of it.
        try (var awaited = decisions.await(requestId);
                var watch = changes.watch(intent.caller().owner().key(), intent.id())) {
            var clock = new Stopwatch();
            var receipt = commands.submit(intent, requestId);
            if (receipt != Receipt.ACKNOWLEDGED) {
                return notHandedOver(receipt);
            }
            return switch (patience) {
                case Patience.UntilPublished published -> new Published(intent.id());
                case Patience.UntilDecided decided ->
                    untilDecided(intent.id(), awaited.decision(), clock.left(decisionWithin));
                case Patience.UntilEnded ended ->
                    untilEnded(intent.id(), awaited.decision(), watch, clock, ended.atMost());
            };
        }
    }

    public Outcome cancel(Caller caller, String intentId) throws InterruptedException {
        return seated(caller, () -> cancelSeated(caller, intentId));
    }

    /** The same for whoever has taken a seat for the intent, and cleans up behind it: that is never kept out. */
    public Outcome cancelSeated(Caller caller, String intentId) throws InterruptedException {
        return decided(intentId, requestId -> commands.cancel(caller, intentId, requestId));
    }

    /** The outcome names the session where it would name an intent. */
    public Outcome open(NewSession session) throws InterruptedException {
        return seated(session.caller(), () -> decided(session.id(), requestId -> commands.open(session, requestId)));
    }

    /** The outcome names the session where it would name an intent. */
    public Outcome end(Caller caller, String sessionId) throws InterruptedException {
        return seated(caller, () -> decided(sessionId, requestId -> commands.end(caller, sessionId, requestId)));
    }

    /** A way to the broker, for one command. */
    @FunctionalInterface
    private interface Sending {
        Receipt send(String requestId) throws InterruptedException;
    }

    /** What is done while somebody sits. */
    @FunctionalInterface
    private interface Seated {
        Outcome work() throws InterruptedException;
    }

    private Outcome seated(Caller caller, Seated work) throws InterruptedException {
        return switch (room.enter(caller.owner())) {
            case WaitingRoom.Full(var exceeded) -> new Full(exceeded);
            case WaitingRoom.Seat seat -> {
                try (seat) {
                    yield work.work();
                }
            }
        };
    }

    private Outcome decided(String id, Sending command) throws InterruptedException {
        var requestId = UUID.randomUUID().toString();
        try (var awaited = decisions.await(requestId)) {
            var clock = new Stopwatch();
            var receipt = command.send(requestId);
            return receipt == Receipt.ACKNOWLEDGED
                    ? untilDecided(id, awaited.decision(), clock.left(decisionWithin))
                    : notHandedOver(receipt);
        }
    }

    private static Outcome untilDecided(String intentId, CompletableFuture<Decision> decision, Duration atMost)
            throws InterruptedException {
        return Stopwatch.within(atMost, decision)
                .<Outcome>map(made -> new Decided(intentId, made))
                .orElseGet(() -> new Published(intentId));
    }

    /**
     * The decision and the event of an end may come from the same transaction, but over two topics: whichever is first,
     * the decision is awaited, because it says why an intent was refused. After the last call nothing is awaited.
     */
    private Outcome untilEnded(
            String intentId, CompletableFuture<Decision> decision, Watch watch, Stopwatch clock, Duration atMost)
            throws InterruptedException {
        var ended = watch.when(change -> IntentState.isAtRest(change.state())).thenApply(Optional::of);
        try (var call = lastCall.call(() -> ended.complete(Optional.empty()))) {
            return untilEnded(intentId, decision, ended, clock, atMost);
        }
    }

    private Outcome untilEnded(
            String intentId,
            CompletableFuture<Decision> decision,
            CompletableFuture<Optional<Change>> ended,
            Stopwatch clock,
            Duration atMost)
            throws InterruptedException {
        if (Stopwatch.within(clock.left(atMost), CompletableFuture.anyOf(decision, ended))
                .isEmpty()) {
            return new Published(intentId);
        }
        var left = lastCall.hasCome() ? Duration.ZERO : clock.left(atMost);
        var made = Stopwatch.within(shorter(left, decisionWithin), decision);
        var known = made.flatMap(decided -> conclusive(intentId, decided));
        if (known.isPresent()) {
            return known.get();
        }
        var end = Stopwatch.within(clock.left(atMost), ended).flatMap(change -> change);
        if (end.isPresent()) {
            return new Ended(intentId, end.get().state(), end.get().version());
        }
        return made.<Outcome>map(decided -> new Decided(intentId, decided)).orElseGet(() -> new Published(intentId));
    }

    /** A refusal, or the answer to a repeat whose intent is at rest already. */
    private static Optional<Outcome> conclusive(String intentId, Decision decision) {
        var state = decision.state();
        if (!decision.accepted()) {
            return Optional.of(new Decided(intentId, decision));
        }
        return state != null && IntentState.isAtRest(state)
                ? Optional.of(new Ended(intentId, state, decision.version()))
                : Optional.empty();
    }

    private static Outcome.NotHandedOver notHandedOver(Receipt receipt) {
        return receipt == Receipt.TOO_LARGE ? new TooLarge() : new BrokerAway();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
