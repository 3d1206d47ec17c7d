package io.countersign.policystream.replay;

import io.countersign.contract.Topics;
import io.countersign.policystream.replay.Recording.Recorded;
import io.countersign.policystream.stream.DecidedAgain;
import io.countersign.v1.IntentEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Proves one partition's events from their inputs. The order of the events is the order of the inputs that had an effect;
 * each event names its cause and the time of its decision. So every cause is decided once more, and what comes of it is
 * held against what was recorded. What an owner's lost inputs did is not known: where an event of that owner then comes out
 * otherwise, it is not proven, and no difference.
 */
public final class PartitionReplay {

    private final Recording recording;
    private final DecidedAgain again;
    private final Tally tally;
    private final Set<String> incomplete = new HashSet<>();

    public PartitionReplay(Recording recording, DecidedAgain again, int partition) {
        this.recording = recording;
        this.again = again;
        this.tally = new Tally(partition);
    }

    /** Goes through all events, once. */
    public Findings run() {
        new Runs(recording.events()).forEachRemaining(this::rederive);
        return tally.findings();
    }

    private void rederive(List<Recorded> run) {
        var first = run.getFirst().event();
        if (first == null) {
            unreadable(run.getFirst());
            return;
        }
        joinChains(run);
        Deque<Recorded> rest = new ArrayDeque<>(run);
        var cause = first.getCause();
        if (Runs.isAdoption(cause)) {
            tally.control();
            matchAll(rest, again.adopt(Runs.entry(first), Runs.during(run), first.getAt()));
        } else if (Runs.isByAdoption(cause)) {
            unproven(run);
        } else if (cause.getTopic().equals(Topics.TICKS)) {
            while (!rest.isEmpty()) {
                fire(rest);
            }
        } else {
            recording
                    .input(cause)
                    .ifPresentOrElse(
                            input -> {
                                tally.input();
                                matchAll(rest, again.read(input, first.getAt()));
                            },
                            () -> {
                                tally.inputMissing();
                                unproven(run);
                            });
        }
    }

    /** One tick fires many timers; each event that is not explained by the timer before it, is by its own. */
    private void fire(Deque<Recorded> rest) {
        var event = Objects.requireNonNull(rest.getFirst().event());
        int before = rest.size();
        tally.timer();
        match(rest, again.fire(event.getOwner(), String.valueOf(event.getIntentId()), event.getCause(), event.getAt()));
        if (rest.size() == before) {
            missing(rest.removeFirst());
        }
    }

    private void matchAll(Deque<Recorded> rest, List<IntentEvent> derived) {
        match(rest, derived);
        rest.forEach(this::missing);
    }

    private void match(Deque<Recorded> rest, List<IntentEvent> derived) {
        long offset = rest.getFirst().offset();
        for (var event : derived) {
            var recorded = rest.peekFirst();
            if (recorded != null && Comparison.ofTheSame(Objects.requireNonNull(recorded.event()), event)) {
                compare(rest.removeFirst(), event);
            } else {
                tell(offset, event, List.of("derived " + event.getKind() + " to " + event.getTo() + ", not recorded"));
            }
        }
    }

    private void compare(Recorded place, IntentEvent derived) {
        var recorded = Objects.requireNonNull(place.event());
        if (Comparison.identical(recorded, derived)) {
            tally.identical();
        } else {
            tell(place.offset(), recorded, Comparison.differences(recorded, derived));
            goOnFrom(recorded);
        }
    }

    private void missing(Recorded place) {
        var recorded = Objects.requireNonNull(place.event());
        tell(place.offset(), recorded, List.of("recorded " + recorded.getKind() + ", not derived"));
        goOnFrom(recorded);
    }

    private void tell(long offset, IntentEvent event, List<String> what) {
        if (incomplete.contains(event.getOwner())) {
            tally.unproven(offset, event.getAt());
        } else {
            tally.different(offset, event.getOwner(), event.getIntentId(), what);
        }
    }

    private void unreadable(Recorded place) {
        tally.different(place.offset(), "-", null, List.of("cannot be read"));
    }

    private void unproven(List<Recorded> run) {
        for (var place : run) {
            var event = Objects.requireNonNull(place.event());
            incomplete.add(event.getOwner());
            tally.unproven(place.offset(), event.getAt());
            goOnFrom(event);
        }
    }

    /** The log's beginning may be deleted: a chain then begins with a later event than its first. */
    private void joinChains(List<Recorded> run) {
        var seen = new HashSet<String>();
        for (var place : run) {
            var event = Objects.requireNonNull(place.event());
            var owner = event.getOwner();
            if (seen.add(owner) && event.getSequence() > 1 && again.sequence(owner) == 0) {
                incomplete.add(owner);
                again.continueFrom(owner, event.getSequence() - 1, event.getPreviousHash());
            }
        }
    }

    private void goOnFrom(IntentEvent recorded) {
        again.continueFrom(recorded.getOwner(), recorded.getSequence(), recorded.getHash());
    }
}
