package io.countersign.intake.waiting;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The decisions that requests of this instance wait for, by request id. */
public final class Decisions {
    private final ConcurrentMap<String, Awaited> awaited = new ConcurrentHashMap<>();
    private final Consumer<Duration> times;

    /** Tells {@code times} how long each decision took that was awaited. */
    public Decisions(Consumer<Duration> times) {
        this.times = times;
    }

    /** To be called before the command is handed over, and closed whatever comes of it. */
    public Awaited await(String requestId) {
        var waiting = new Awaited(requestId);
        awaited.put(requestId, waiting);
        return waiting;
    }

    /** Most decisions are other instances' to deliver: they are passed over. */
    public void decided(Decision decision) {
        var waiting = awaited.get(decision.requestId());
        if (waiting != null && waiting.decision.complete(decision)) {
            times.accept(Duration.ofNanos(System.nanoTime() - waiting.since));
        }
    }

    /** How many are waited for. */
    public int size() {
        return awaited.size();
    }

    /** A decision that is still to come. */
    public final class Awaited implements AutoCloseable {
        private final String requestId;
        private final CompletableFuture<Decision> decision = new CompletableFuture<>();
        private final long since = System.nanoTime();

        private Awaited(String requestId) {
            this.requestId = requestId;
        }

        public CompletableFuture<Decision> decision() {
            return decision;
        }

        @Override
        public void close() {
            awaited.remove(requestId);
        }
    }
}
