package io.countersign.intake.waiting;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that comes once, and that others wait for, or are called at. Safe for use by many threads. */
public final class Moment {
    private final CountDownLatch coming = new CountDownLatch(1);
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** It is here; a second time changes nothing. */
    public void come() {
        coming.countDown();
        calls.forEach(Call::make);
    }

    public boolean hasCome() {
        return coming.getCount() == 0;
    }

    /** Waits so long for it; whether it has come. */
    public boolean await(Duration atMost) throws InterruptedException {
        return coming.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Does it once, when the moment comes, in the thread that brings it; at once if it has come already. To be closed by
     * whoever does not want it any more.
     */
    public Call call(Runnable action) {
        var call = new Call(action);
        calls.add(call);
        if (hasCome()) {
            call.make();
        }
        return call;
    }

    /** What is to be done at the moment. */
    public final class Call implements AutoCloseable {
        private final Runnable action;

        private Call(Runnable action) {
            this.action = action;
        }

        private void make() {
            if (calls.remove(this)) {
                action.run();
            }
        }

        @Override
        public void close() {
            calls.remove(this);
        }
    }
}
