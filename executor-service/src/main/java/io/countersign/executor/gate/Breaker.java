package io.countersign.executor.gate;

import io.countersign.executor.execution.Health;
import io.countersign.protocol.Result;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pauses calls to a backend that is down: after too many failures none for a while, then one, and all again if that one is
 * answered. Each further failure pauses longer, and never shorter than the backend asked for. Safe for use by many threads.
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
         * Half of the last ten calls, five at least; a second, then twice as long each time, five seconds at most: one call in
         * five seconds hurts nobody, and a backend that is back is called again within seconds.
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

    private final CircuitBreaker breaker;
    private final IntervalFunction backoff;
    private final AtomicLong asked = new AtomicLong();
    private volatile long pausedUntil = System.nanoTime();
    private volatile Duration pause = Duration.ZERO;

    /** A breaker whose changes the listener hears. */
    public Breaker(String name, Settings settings, Listener listener) {
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
                .onStateTransition(event -> listener.changed(
                        state(event.getStateTransition().getToState()),
                        state(event.getStateTransition().getToState()) == State.PAUSED ? pause : Duration.ZERO));
    }

    /** True if a call may begin: then {@link #left} must follow, whatever comes of it. */
    public boolean tryEnter() {
        return breaker.tryAcquirePermission();
    }

    /** Takes note of what came of a call. */
    public void learn(Result result) {
        if (result instanceof Result.FailedRetryable(var failure, var retryAfter, var use) && retryAfter != null) {
            var capped = retryAfter.compareTo(LONGEST_ASKED) < 0 ? retryAfter : LONGEST_ASKED;
            asked.accumulateAndGet(System.nanoTime() + capped.toNanos(), Breaker::later);
        }
        learn(Health.of(result));
    }

    /** Takes note of what a call told of the backend. */
    public void learn(Health health) {
        switch (health) {
            case WELL -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            case ILL -> breaker.onError(0, TimeUnit.NANOSECONDS, new Trouble());
            case UNTOLD -> {}
        }
    }

    /** A call that may have begun is over; one that nothing was learnt of leaves its place to another. */
    public void left() {
        breaker.releasePermission();
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

    private long pause(int attempt) {
        var now = System.nanoTime();
        var until = asked.getAndSet(0);
        var wished = until == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(until - now) + 1;
        var millis = Math.max(backoff.apply(attempt), wished);
        pause = Duration.ofMillis(millis);
        pausedUntil = now + TimeUnit.MILLISECONDS.toNanos(millis);
        return millis;
    }

    private static long later(long one, long other) {
        return one == 0 || other - one > 0 ? other : one;
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
