package io.countersign.policystream.replay;

import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.replay.Change.Ruled;
import io.countersign.policystream.replay.Recording.Recorded;
import io.countersign.policystream.stream.DecidedAgain;
import io.countersign.v1.Cause;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition's recorded traffic, decided by a candidate. As long as an intent fares as it was recorded, its recorded
 * causes are decided one after the other, as a replay does: so a candidate that decides alike changes nothing. From the
 * first decision on that is another, an intent is {@link Strays astray}: it goes on by its own timers, and what executors
 * had reported is reported to the attempt that it has by then.
 */
final class PartitionBacktest {

    private final Recording recording;
    private final DecidedAgain world;
    private final ControlLog.Entry candidate;
    private final Span span;
    private final Comparisons found;
    private final Strays strays;
    private final Deque<IntentEvent> unseen = new ArrayDeque<>();

    PartitionBacktest(
            Recording recording, DecidedAgain world, ControlLog.Entry candidate, Span span, Comparisons found) {
        this.recording = recording;
        this.world = world;
        this.candidate = candidate;
        this.span = span;
        this.found = found;
        this.strays = new Strays(world);
    }

    void run() {
        world.adopt(candidate, new Cause(Topics.CONTROLS, 0, candidate.offset(), null), Instant.EPOCH);
        for (var standing : recording.standing()) {
            world.adopt(standing, new Cause(Topics.CONTROLS, 0, standing.offset(), null), standing.appendedAt());
        }
        var runs = new Runs(recording.events());
        while (runs.hasNext()) {
            var run = runs.next();
            var first = run.getFirst().event();
            if (first != null && !first.getAt().isBefore(span.to())) {
                return;
            }
            if (first != null) {
                step(run, first);
            }
        }
    }

    /** Before the warm-up, only what stays matters: freezes, limits of single owners, and sessions. */
    private void step(List<Recorded> run, IntentEvent first) {
        var at = first.getAt();
        var cause = first.getCause();
        if (Runs.isAdoption(cause)) {
            if (first.getKind() != EventKind.POLICY) {
                settle(run, world.adopt(Runs.entry(first), Runs.during(run), at), at);
            }
            return;
        }
        if (at.isBefore(span.warmUp()) && first.getKind() != EventKind.SESSION) {
            return;
        }
        settle(List.of(), strays.fireDue(at), at);
        if (cause.getTopic().equals(Topics.TICKS)) {
            fire(run, at);
        } else if (cause.getTopic().equals(Topics.OUTCOMES)) {
            outcome(run, first, at);
        } else {
            recording.input(cause).ifPresentOrElse(input -> settle(run, world.read(input, at), at), () -> lost(run));
        }
    }

    private void fire(List<Recorded> run, Instant at) {
        Deque<Recorded> rest = new ArrayDeque<>(run);
        while (!rest.isEmpty()) {
            var event = event(rest.getFirst());
            int before = rest.size();
            if (isInStep(event)) {
                match(rest, world.fire(event.getOwner(), id(event), event.getCause(), at));
            }
            if (rest.size() == before) {
                notMade(event(rest.removeFirst()));
            }
        }
        follow(at);
    }

    /** What was reported to an attempt that the candidate's world has too, or instead. */
    private void outcome(List<Recorded> run, IntentEvent first, Instant at) {
        var input = recording.input(first.getCause());
        if (input.isEmpty()) {
            lost(run);
        } else if (strays.contains(first)) {
            settle(run, heard(input.get(), first, at), at);
        } else if (isInStep(first)) {
            settle(run, world.read(input.get(), at), at);
        }
    }

    private List<IntentEvent> heard(ConsumerRecord<byte[], byte[]> outcome, IntentEvent event, Instant at) {
        return world.reported(outcome)
                .map(report -> strays.heard(event.getOwner(), id(event), report, at))
                .orElse(List.of());
    }

    private void settle(List<Recorded> run, List<IntentEvent> made, Instant at) {
        Deque<Recorded> rest = new ArrayDeque<>(run);
        match(rest, made);
        rest.forEach(place -> notMade(event(place)));
        follow(at);
    }

    /** Whoever was approved astray begins at once, and may have been heard of before. */
    private void follow(Instant at) {
        while (!unseen.isEmpty()) {
            var event = unseen.removeFirst();
            if (strays.contains(event)) {
                match(new ArrayDeque<>(), strays.begin(event.getOwner(), id(event), at));
            }
        }
    }

    private void match(Deque<Recorded> rest, List<IntentEvent> made) {
        for (var event : made) {
            if (isOfIntent(event)) {
                var recorded = take(rest, event);
                compare(recorded, event);
                unseen.addLast(event);
            }
        }
    }

    private static @Nullable IntentEvent take(Deque<Recorded> rest, IntentEvent like) {
        for (var place : rest) {
            if (Comparison.ofTheSame(event(place), like)) {
                rest.remove(place);
                return event(place);
            }
        }
        return null;
    }

    private void compare(@Nullable IntentEvent recorded, IntentEvent made) {
        if (recorded != null && recorded.getFrom() == null) {
            strays.forget(recorded);
        }
        if (strays.contains(made)) {
            return;
        }
        boolean onGuess = strays.countFor(made);
        if (recorded == null) {
            tell(made, Ruled.stays(made.getFrom()), Ruled.by(made), onGuess, false);
            strays.add(made);
            return;
        }
        boolean first = recorded.getFrom() == null;
        boolean alike = Comparison.alike(recorded, made);
        if (!alike || !Ruled.by(recorded).equals(Ruled.by(made))) {
            tell(made, Ruled.by(recorded), Ruled.by(made), onGuess, first);
        } else if (first && span.isCompared(recorded.getAt())) {
            found.unchanged(onGuess);
        }
        if (!alike || !Comparison.dueAlike(recorded, made)) {
            strays.add(made);
        }
    }

    /** Recorded, and nothing of the kind happens by the candidate. */
    private void notMade(IntentEvent recorded) {
        if (!isOfIntent(recorded) || strays.contains(recorded)) {
            return;
        }
        var state = world.state(recorded.getOwner(), id(recorded));
        if (state.isPresent()) {
            boolean onGuess = strays.countFor(recorded);
            var stays = Ruled.stays(state.get().name());
            tell(recorded, Ruled.by(recorded), stays, onGuess, recorded.getFrom() == null);
            strays.add(recorded);
        }
    }

    private void lost(List<Recorded> run) {
        run.stream()
                .map(PartitionBacktest::event)
                .filter(event -> isOfIntent(event) && event.getFrom() == null && span.isCompared(event.getAt()))
                .forEach(event -> found.notJudged());
    }

    private void tell(IntentEvent event, Ruled before, Ruled after, boolean onGuess, boolean first) {
        if (span.isCompared(event.getAt())) {
            var action = String.valueOf(event.getAction());
            found.changed(
                    new Change(event.getAt(), event.getOwner(), id(event), action, before, after, onGuess), first);
        }
    }

    private boolean isInStep(IntentEvent event) {
        return isOfIntent(event)
                && !strays.contains(event)
                && world.state(event.getOwner(), id(event)).isPresent();
    }

    private static boolean isOfIntent(IntentEvent event) {
        return event.getKind() == EventKind.INTENT && event.getIntentId() != null;
    }

    private static String id(IntentEvent event) {
        return String.valueOf(event.getIntentId());
    }

    private static IntentEvent event(Recorded place) {
        return Objects.requireNonNull(place.event());
    }
}
