package io.countersign.intake.waiting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The decisions that requests of this instance wait for, by request id. */
public final class Decisions {
    private final ConcurrentMap<String, CompletableFuture<Decision>> awaited = new ConcurrentHashMap<>();

    /** To be called before the command is handed over, and closed whatever comes of it. */
    public Awaited await(String requestId) {
        var decision = new CompletableFuture<Decision>();
        awaited.put(requestId, decision);
        return new Awaited(requestId, decision);
    }

    /** Most decisions are other instances' to deliver: they are passed over. */
    public void decided(Decision decision) {
        var waiting = awaited.get(decision.requestId());
        if (waiting != null) {
            waiting.complete(decision);
        }
    }

    /** How many are waited for. */
    public int size() {
        return awaited.size();
    }

    /** A decision that is still to come. */
    public final class Awaited implements AutoCloseable {
        private final String requestId;
        private final CompletableFuture<Decision> decision;

        private Awaited(String requestId, CompletableFuture<Decision> decision) {
            this.requestId = requestId;
            this.decision = decision;
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
