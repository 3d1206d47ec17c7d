package io.countersign.protocol.kafka;

import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.execution.AttemptKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The attempts of this process: those that run, and those that were called off before they came. */
final class RunningAttempts {

    private static final int REMEMBERED = 10_000;

    /**
     * One execution of an attempt.
     *
     * @param offset of its approval
     * @param reported whether it came to an end that it reported
     */
    record Running(Attempt attempt, GoAhead goAhead, long offset, CompletableFuture<Boolean> reported) {

        static Running of(Attempt attempt, GoAhead goAhead, long offset) {
            return new Running(attempt, goAhead, offset, new CompletableFuture<>());
        }
    }

    private final Map<AttemptKey, Running> running = new HashMap<>();
    private final Set<AttemptKey> calledOff = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptKey, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

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

    /** True if the attempt was called off, perhaps before its approval was read. */
    synchronized boolean isCalledOff(AttemptKey key) {
        return calledOff.contains(key);
    }

    /** Reaches the attempt in whichever execution, and is remembered for one that is still to come. */
    void callOff(AttemptKey key) {
        Optional<Running> reached;
        synchronized (this) {
            calledOff.add(key);
            reached = Optional.ofNullable(running.get(key));
        }
        reached.ifPresent(one -> one.attempt().cancel(Cancellation.REQUESTED));
    }

    /** What this one execution has reported counts. */
    void goAhead(AttemptKey key, @Nullable String run) {
        execution(key, run).ifPresent(one -> one.goAhead().give());
    }

    /** What this one execution has reported does not count; another one of the attempt goes on. */
    void refuse(AttemptKey key, @Nullable String run) {
        execution(key, run).ifPresent(one -> one.attempt().cancel(Cancellation.REFUSED));
    }

    private synchronized Optional<Running> execution(AttemptKey key, @Nullable String run) {
        return Optional.ofNullable(running.get(key))
                .filter(one -> one.attempt().run().equals(run));
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
