package io.countersign.intake.kafka;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps requests from queueing up before a broker that is away: after a failure one command at a time may try, and the
 * first that succeeds opens the gate to all.
 */
final class BrokerGate {
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile boolean away;

    /** Whether the caller may send; whoever may has to tell what came of it. */
    boolean enter() {
        return !away || trying.compareAndSet(false, true);
    }

    /** Nothing was learnt. */
    void gaveUp() {
        trying.set(false);
    }

    void succeeded() {
        away = false;
        trying.set(false);
    }

    /** Whether this is news. */
    boolean failed() {
        var news = !away;
        away = true;
        trying.set(false);
        return news;
    }
}
