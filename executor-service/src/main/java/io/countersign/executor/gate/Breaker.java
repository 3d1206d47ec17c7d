package io.countersign.executor.gate;

import io.countersign.executor.execution.Health;
import io.countersign.protocol.Result;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pauses calls to a backend that is down: after too many failures none for a while, then one, and all again if that one
 * is answered. Each further failure pauses longer, and never shorter than the backend asked for. Safe for use by many
 * threads.
 */
public final class Breaker {

    /** Whether calls go through. */
    public enum State {
        /** All of them. */
        FLOWING,
        /** One, to see what comes of it. */
        TRYING,
        /** None. */
        PAUSED
    }

    /**
     * When to pause.
     *
     * @param window how many of the last calls count
     * @param calls how many there must have been
     * @param rate the percentage of failures among them that pauses
     * @param pause how long the first time
     * @param longest how long at most, if the backend does not ask for more
     */
    public record Settings(int window, int calls, int rate, Duration pause, Duration longest) {

        /**
         * Half of the last ten calls, five at least; a second, then twice as long each time, five seconds at most: one
         * call in five seconds hurts nobody, and a backend that is back is called again within seconds.
         */
        public static final Settings DEFAULT = new Settings(10, 5, 50, Duration.ofSeconds(1), Duration.ofSeconds(5));

        public Settings {
            if (calls > window) {
                throw new IllegalArgumentException("calls are more than the window has");
            }
            if (longest.compareTo(pause) < 0) {
                throw new IllegalArgumentException("longest is shorter than pause");
            }
        }
    }

    /** Hears of each change, on the thread that brought it about. */
    @FunctionalInterface
    public interface Listener {

        /**
         * The breaker has changed its state.
         *
         * @param pause for how long calls are paused; zero unless they are
         */
        void changed(State now, Duration pause);
    }

    /** A backend that asks for more is tried all the same: an approval does not wait for ever. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

    private record Change(State now, Duration pause) {}

    private final CircuitBreaker breaker;
    private final IntervalFunction backoff;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Change> changes = new ArrayList<>();
    private long generation;
    /** Until when the backend asked to be left alone; zero if it did not. */
    private long asked;

    private volatile long pausedUntil = System.nanoTime();
    private volatile Duration pause = Duration.ZERO;

    /** A breaker that lets all calls through until it learns otherwise. */
    public Breaker(String name, Settings settings) {
        backoff = settings.pause().equals(settings.longest())
                ? IntervalFunction.of(settings.pause())
                : IntervalFunction.ofExponentialRandomBackoff(settings.pause(), 2.0, 0.2, settings.longest());
        breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(settings.window())
                        .minimumNumberOfCalls(settings.calls())
                        .failureRateThreshold(settings.rate())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(this::pause)
                        .clock(new MonotonicClock())
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> changed(state(event.getStateTransition().getToState())));
    }

    /** Tells the listener of each change from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** One that never pauses anything. */
    public static Breaker never() {
        var never = new Breaker("never", Settings.DEFAULT);
        never.told(never.breaker::transitionToDisabledState);
        return never;
    }

    /**
     * What a call tells counts in the state in which it began, and in no later one: a late answer ends nobody's trial.
     */
    private final class Counted implements Pass {

        private final long begun;

        Counted(long begun) {
            this.begun = begun;
        }

        @Override
        public void learn(Result result) {
            inItsState(() -> {
                if (result instanceof Result.FailedRetryable failed && failed.retryAfter() != null) {
                    leaveAlone(failed.retryAfter());
                }
                count(Health.of(result));
            });
        }

        @Override
        public void learn(Health health) {
            inItsState(() -> count(health));
        }

        @Override
        public void left() {
            inItsState(breaker::releasePermission);
        }

        private void inItsState(Runnable step) {
            told(() -> {
                if (begun == generation) {
                    step.run();
                }
            });
        }
    }

    /** Leave for a call to begin; nothing while there is none. */
    public Optional<Pass> tryEnter() {
        var pass = new AtomicReference<@Nullable Pass>();
        told(() -> pass.set(breaker.tryAcquirePermission() ? new Counted(generation) : null));
        return Optional.ofNullable(pass.get());
    }

    /** Whether calls go through. A breaker whose time is over is paused until the next call comes. */
    public State state() {
        return state(breaker.getState());
    }

    /** How long it makes no sense to ask again; zero if it does. */
    public Duration pausedFor() {
        var left = pausedUntil - System.nanoTime();
        return state() == State.PAUSED && left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    private void count(Health health) {
        switch (health) {
            case WELL -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            case ILL -> breaker.onError(0, TimeUnit.NANOSECONDS, new Trouble());
            case UNTOLD -> {}
        }
    }

    private void leaveAlone(Duration time) {
        var until = System.nanoTime() + (time.compareTo(LONGEST_ASKED) < 0 ? time : LONGEST_ASKED).toNanos();
        asked = asked == 0 || until - asked > 0 ? until : asked;
    }

    private void changed(State now) {
        generation++;
        changes.add(new Change(now, now == State.PAUSED ? pause : Duration.ZERO));
    }

    /** A state and its number change together; listeners hear of it when nobody waits for this lock any more. */
    private void told(Runnable step) {
        List<Change> news;
        lock.lock();
        try {
            step.run();
            news = List.copyOf(changes);
            changes.clear();
        } finally {
            lock.unlock();
        }
        news.forEach(change -> listeners.forEach(each -> each.changed(change.now(), change.pause())));
    }

    private long pause(int attempt) {
        var now = System.nanoTime();
        var wished = asked == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(asked - now) + 1;
        asked = 0;
        var millis = Math.max(backoff.apply(attempt), wished);
        pause = Duration.ofMillis(millis);
        pausedUntil = now + TimeUnit.MILLISECONDS.toNanos(millis);
        return millis;
    }

    private static State state(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> State.PAUSED;
            case HALF_OPEN -> State.TRYING;
            case CLOSED, DISABLED, METRICS_ONLY -> State.FLOWING;
        };
    }

    /** What the library wants to be told; nobody looks at it. */
    private static final class Trouble extends Exception {
        private static final long serialVersionUID = 1L;

        Trouble() {
            super("trouble", null, false, false);
        }
    }
}
