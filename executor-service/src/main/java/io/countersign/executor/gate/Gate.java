package io.countersign.executor.gate;

import io.countersign.executor.execution.Health;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one route begin: so many at a time, and while its breaker pauses them none. Who waits here has not begun,
 * so waiting costs no attempt. Safe for use by many threads.
 */
public final class Gate {

    /** Hears of each change of a route's breaker. */
    @FunctionalInterface
    public interface Watch {

        /** What the gate does from now on, and for how long if it pauses. */
        void changed(Gate gate, Breaker.State now, Duration pause);
    }

    /** How often who waits looks by itself, should nobody call. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final int most;
    private final @Nullable Breaker breaker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int inside;
    private int waiting;

    /**
     * A gate.
     *
     * @param name of the route, for people
     * @param most calls at a time
     * @param settings of its breaker; null if nothing is paused
     */
    public Gate(String name, int most, Breaker.@Nullable Settings settings, Watch watch) {
        this.name = name;
        this.most = most;
        this.breaker = settings == null
                ? null
                : new Breaker(name, settings, (now, pause) -> {
                    watch.changed(this, now, pause);
                    wake();
                });
    }

    /** Waits until a call may begin. */
    public Permit enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++;
            while (inside >= most || (breaker != null && !breaker.tryEnter())) {
                var unused = changed.awaitNanos(patience().toNanos());
            }
            inside++;
            return this::leave;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Takes note of what came of a call. */
    public void learn(Result result) {
        if (breaker != null) {
            breaker.learn(result);
        }
    }

    /** Takes note of what a call told of the backend that ended without a result. */
    public void learn(Health health) {
        if (breaker != null) {
            breaker.learn(health);
        }
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** Whether calls go through. */
    public Breaker.State state() {
        return breaker == null ? Breaker.State.FLOWING : breaker.state();
    }

    /** How many wait to begin. */
    public int waiting() {
        return counted(() -> waiting);
    }

    /** How many have begun, or are about to, and are not over. */
    public int inside() {
        return counted(() -> inside);
    }

    private int counted(IntSupplier count) {
        lock.lock();
        try {
            return count.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    private Duration patience() {
        var paused = breaker == null ? Duration.ZERO : breaker.pausedFor();
        return paused.isZero() || paused.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : paused.plusMillis(1);
    }

    private void leave() {
        if (breaker != null) {
            breaker.left();
        }
        lock.lock();
        try {
            inside--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
