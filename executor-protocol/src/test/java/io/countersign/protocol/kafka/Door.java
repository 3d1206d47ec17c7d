package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A backend behind a door that lets in as many as it was opened for; its other actions need no leave. */
final class Door implements ActionHandler {

    private final Backend backend;
    private final String guarded;
    private final Semaphore open = new Semaphore(0);
    private final List<String> waiting = new CopyOnWriteArrayList<>();

    Door(Backend backend, String guarded) {
        this.backend = backend;
        this.guarded = guarded;
    }

    @Override
    public Permit admit(ApprovedAction action) throws InterruptedException {
        if (!action.action().equals(guarded)) {
            return Permit.FREE;
        }
        waiting.add(action.id());
        open.acquire();
        return open::release;
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws InterruptedException {
        return backend.run(action, attempt);
    }

    void open() {
        open.release();
    }

    /** How many more it would let in. */
    int places() {
        return open.availablePermits();
    }

    /** The ids of those that have asked for leave. */
    List<String> asked() {
        return waiting;
    }
}
