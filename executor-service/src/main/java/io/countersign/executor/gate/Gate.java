package io.countersign.executor.gate;

import io.countersign.executor.execution.Health;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one route begin: so many at a time, and while its breaker, or that of each provider, pauses them
 * none. Who waits here has not begun, so waiting costs no attempt. Safe for use by many threads.
 */
public final class Gate {

    /** Hears of each change of a route's breaker. */
    @FunctionalInterface
    public interface Watch {

        /** What the gate does from now on, and for how long if it pauses. */
        void changed(Gate gate, Breaker.State now, Duration pause);

        /** What the breaker of one provider behind the gate does from now on. */
        default void changed(Gate gate, String provider, Breaker.State now, Duration pause) {}
    }

    /** How often who waits looks by itself, should nobody call. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final int most;
    private final Entrance entrance;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ApprovedAction, Pass> inside = new IdentityHashMap<>();
    private int waiting;

    /**
     * A gate.
     *
     * @param name of the route, for people
     * @param most calls at a time
     * @param settings of its breaker; null if nothing is paused
     */
    public Gate(String name, int most, Breaker.@Nullable Settings settings, Watch watch) {
        this(name, most, settings == null ? Breaker.never() : new Breaker(name, settings), watch);
    }

    private Gate(String name, int most, Breaker breaker, Watch watch) {
        this(name, most, Entrance.of(breaker), watch);
        breaker.listen((now, pause) -> {
            watch.changed(this, now, pause);
            wake();
        });
    }

    /** A gate before several providers. */
    public Gate(String name, int most, Entrance entrance, Watch watch) {
        this.name = name;
        this.most = most;
        this.entrance = entrance;
        entrance.providers()
                .forEach((provider, breaker) -> breaker.listen((now, pause) -> {
                    watch.changed(this, provider, now, pause);
                    wake();
                }));
    }

    /** Waits until the action's call may begin; each delivery is an object of its own. */
    public Permit enter(ApprovedAction action) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++;
            while (!begins(action)) {
                var unused = changed.awaitNanos(patience(action).toNanos());
            }
            return () -> leave(action);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private boolean begins(ApprovedAction action) {
        if (inside.size() >= most) {
            return false;
        }
        var pass = entrance.tryEnter(action);
        pass.ifPresent(given -> inside.put(action, given));
        return pass.isPresent();
    }

    /** Takes note of what came of the call of an action that is inside. */
    public void learn(ApprovedAction action, Result result) {
        pass(action).ifPresent(pass -> pass.learn(result));
    }

    /** Takes note of what the call of an action that is inside told of the backend, and that ended without a result. */
    public void learn(ApprovedAction action, Health health) {
        pass(action).ifPresent(pass -> pass.learn(health));
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** Whether calls go through. */
    public Breaker.State state() {
        return entrance.state();
    }

    /** The breakers of the providers behind it, if it has no breaker of its own. */
    public Map<String, Breaker> providers() {
        return entrance.providers();
    }

    /** How many wait to begin. */
    public int waiting() {
        return counted(() -> waiting);
    }

    /** How many have begun, or are about to, and are not over. */
    public int inside() {
        return counted(inside::size);
    }

    private int counted(IntSupplier count) {
        lock.lock();
        try {
            return count.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    private Duration patience(ApprovedAction action) {
        var paused = entrance.pausedFor(action);
        return paused.isZero() || paused.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : paused.plusMillis(1);
    }

    private Optional<Pass> pass(ApprovedAction action) {
        lock.lock();
        try {
            return Optional.ofNullable(inside.get(action));
        } finally {
            lock.unlock();
        }
    }

    private void leave(ApprovedAction action) {
        pass(action).ifPresent(Pass::left);
        lock.lock();
        try {
            inside.remove(action);
            // Not one of them: it may be one that none of its providers takes.
            changed.signalAll();
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
