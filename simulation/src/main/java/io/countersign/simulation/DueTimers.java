package io.countersign.simulation;

import io.countersign.policystream.lifecycle.Timer;
import io.countersign.simulation.oracle.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** The timers of all intents of a partition. Times are milliseconds since the epoch. */
final class DueTimers {

    private final Partition partition;
    private final Log log;
    private final Random random;

    private record Promise(String owner, String id, Timer timer) {
        long due() {
            return timer.due().toEpochMilli();
        }
    }

    DueTimers(Partition partition, Log log, Random random) {
        this.partition = partition;
        this.log = log;
        this.random = random;
    }

    boolean isEmpty() {
        return all().isEmpty();
    }

    /** When the next one is due, among those between these times. */
    OptionalLong next(long after, long before) {
        return all().stream()
                .mapToLong(Promise::due)
                .filter(due -> due > after && due < before)
                .min();
    }

    /** Fires what is due, in order or not, all of it or not; now and then also what is not due. */
    void fire(long clock) {
        partition.forget();
        var promises = all();
        if (random.nextBoolean()) {
            Collections.shuffle(promises, random);
        }
        long now = partition.now();
        int most = random.nextBoolean() ? Integer.MAX_VALUE : 5;
        promises.stream()
                .filter(promise -> promise.due() <= now || random.nextInt(50) == 0)
                .limit(most)
                .forEach(promise -> fire(promise, clock));
    }

    /** What decides about effects is fenced: it fires behind everything that was reported by now. */
    private void fire(Promise promise, long clock) {
        var owner = partition.owners().get(promise.owner());
        var state = owner == null ? null : owner.intent(promise.id());
        if (state == null || !state.timers().contains(promise.timer())) {
            return;
        }
        if (promise.timer().name().fenced()) {
            long at = Math.max(clock, partition.now());
            var fence = new Event.Fence(state.dossier().attempts().getLast().number(), at);
            log.write(Log.Topic.OUTCOMES, at, promise.owner(), promise.id(), fence);
        } else {
            var due = new Event.Due(promise.timer().name().name(), promise.due());
            partition.decide(promise.owner(), promise.id(), due);
        }
    }

    private List<Promise> all() {
        var all = new ArrayList<Promise>();
        partition
                .owners()
                .forEach((owner, state) -> state.intents()
                        .forEach((id, intent) ->
                                intent.timers().forEach(timer -> all.add(new Promise(owner, id, timer)))));
        all.sort(Comparator.comparing(promise -> promise.timer().due()));
        return all;
    }
}
