package io.countersign.chaos;

import io.countersign.contract.Topics;
import io.countersign.stack.process.Await;
import io.countersign.v1.IntentEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waits until every intent has ended, or waits for a person. */
public final class Settling {

    private static final Set<String> SETTLED =
            Set.of("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED", "UNKNOWN", "DEAD");

    /** The log is read whole each time. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Settling() {}

    /** What has not settled when the time is over: nothing, if all is well. */
    public static List<String> await(TopicReader log, Collection<String> ids, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        var open = open(log, ids);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            Await.until(PAUSE, () -> false);
            open = open(log, ids);
        }
        return open;
    }

    private static List<String> open(TopicReader log, Collection<String> ids) {
        Map<String, String> states = new HashMap<>();
        log.all(Topics.EVENTS, IntentEvent.class).forEach(event -> states.put(event.getIntentId(), event.getTo()));
        return ids.stream()
                .filter(id -> !SETTLED.contains(states.getOrDefault(id, "")))
                .map(id -> id + " " + states.get(id))
                .toList();
    }
}
