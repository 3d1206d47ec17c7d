package io.countersign.intake.waiting;

import io.countersign.contract.Owner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The calls of this instance that somebody may give up by a message of its own, while their threads wait. */
public final class CallsUnderWay {
    /**
     * What a client calls a call.
     *
     * @param conversation what the client was given at its beginning, to tell its calls from those of others
     * @param request the client's own name for it there
     */
    public record Name(Owner owner, String agent, String conversation, String request) {}

    private final ConcurrentMap<Name, Call> calls = new ConcurrentHashMap<>();

    /** The current thread begins to wait; nobody can give it up if it has no name, or one that is taken. */
    public Call begin(@Nullable Name name) {
        var call = new Call(name, Thread.currentThread());
        if (name != null) {
            calls.putIfAbsent(name, call);
        }
        return call;
    }

    /** Interrupts the call of that name, if it is under way here. */
    public void giveUp(Name name) {
        var call = calls.get(name);
        if (call != null) {
            call.giveUp();
        }
    }

    /** How many can be given up. */
    public int size() {
        return calls.size();
    }

    /** A call under way. To be closed by the thread that waits. */
    public final class Call implements AutoCloseable {
        private final @Nullable Name name;
        private final Thread waiting;
        private boolean givenUp;
        private boolean over;

        private Call(@Nullable Name name, Thread waiting) {
            this.name = name;
            this.waiting = waiting;
        }

        private synchronized void giveUp() {
            if (!over) {
                givenUp = true;
                waiting.interrupt();
            }
        }

        /** Whether its client wants no answer any more. */
        public synchronized boolean isGivenUp() {
            return givenUp;
        }

        @Override
        public void close() {
            synchronized (this) {
                over = true;
            }
            if (name != null) {
                calls.remove(name, this);
            }
        }
    }
}
