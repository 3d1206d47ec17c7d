package io.countersign.protocol.kafka;

import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.protocol.execution.BegunAttempts;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The attempts of this process: those that run, those that began, and those that were called off before they came. */
final class RunningAttempts {

    private static final int REMEMBERED = 10_000;

    /** An attempt by the approval at an offset, and whether its execution came to an end that it reported. */
    record Running(Attempt attempt, long offset, CompletableFuture<Boolean> reported) {}

    private final Map<AttemptKey, Running> running = new HashMap<>();
    private final BegunAttempts begun = new BegunAttempts();
    private final Map<AttemptKey, Cancellation> calledOff = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptKey, Cancellation> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Enters an attempt, unless another execution of it is under way: then that one is returned. */
    synchronized Optional<Running> enter(AttemptKey key, Running own) {
        return Optional.ofNullable(running.putIfAbsent(key, own));
    }

    void leave(AttemptKey key, Running own, boolean reported) {
        synchronized (this) {
            running.remove(key, own);
        }
        own.reported().complete(reported);
    }

    /** True while an execution of the attempt is under way in this process. */
    synchronized boolean isRunning(AttemptKey key) {
        return running.containsKey(key);
    }

    /** True once for each attempt whose redelivery is excluded; false for a copy of its approval. */
    synchronized boolean begin(AttemptKey key, Instant startBy, Instant brokerTime) {
        return begun.begin(key, startBy, brokerTime);
    }

    /** True if the attempt was called off, perhaps before its approval was read. */
    synchronized boolean isCalledOff(AttemptKey key) {
        return calledOff.containsKey(key);
    }

    /** Reaches the attempt if it runs, and is remembered for one that is still to come. */
    void callOff(AttemptKey key, Cancellation why) {
        Optional<Running> reached;
        synchronized (this) {
            calledOff.put(key, why);
            reached = Optional.ofNullable(running.get(key));
        }
        reached.ifPresent(one -> one.attempt().cancel(why));
    }

    /** Cancels everything that runs. */
    void cancelAll(Cancellation why) {
        Map<AttemptKey, Running> all;
        synchronized (this) {
            all = Map.copyOf(running);
        }
        all.values().forEach(each -> each.attempt().cancel(why));
    }
}
