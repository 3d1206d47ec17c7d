package io.countersign.intake.waiting;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The end of the doors, in two steps. From {@link #closing} on nobody is let in, and whoever can go on elsewhere is sent
 * there. At the {@link #lastCall} whoever still waits is told what is known by then. Nobody is waited for beyond the time
 * that the drain may take.
 */
public final class Drain {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 10;

    private final Duration atMost;
    private final Moment closing = new Moment();
    private final Moment lastCall = new Moment();
    private final Set<Stay> stays = ConcurrentHashMap.newKeySet();

    /** @param atMost how long it may take, the last words included */
    public Drain(Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a drain takes up to " + LONGEST + ", not " + atMost);
        }
        this.atMost = atMost;
    }

    /** The doors close. */
    public Moment closing() {
        return closing;
    }

    /** Whoever still waits has to go. */
    public Moment lastCall() {
        return lastCall;
    }

    /**
     * Lets a request in; empty once the doors are closing.
     *
     * @param hasLeft whether its client has gone: nobody waits for such a one, whatever is still done for it
     */
    public Optional<Stay> enter(BooleanSupplier hasLeft) {
        var stay = new Stay(hasLeft);
        stays.add(stay);
        // In this order: whoever is let in is seen by the drain.
        if (closing.hasCome()) {
            stay.close();
            return Optional.empty();
        }
        return Optional.of(stay);
    }

    /** How many are inside. */
    public int inside() {
        stays.removeIf(Stay::hasLeft);
        return stays.size();
    }

    /** Closes the doors and waits until nobody is inside; how many still are when the time is over. */
    public int run() throws InterruptedException {
        var clock = new Stopwatch();
        closing.come();
        if (!isEmptyWithin(clock, atMost.minus(lastWords()))) {
            lastCall.come();
            isEmptyWithin(clock, atMost);
        }
        return inside();
    }

    private Duration lastWords() {
        var half = atMost.dividedBy(2);
        return half.compareTo(LAST_WORDS) < 0 ? half : LAST_WORDS;
    }

    private boolean isEmptyWithin(Stopwatch clock, Duration time) throws InterruptedException {
        while (inside() > 0) {
            if (clock.left(time).isZero()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** One request's time inside; leaving twice is leaving once. */
    public final class Stay implements AutoCloseable {
        private final BooleanSupplier hasLeft;

        private Stay(BooleanSupplier hasLeft) {
            this.hasLeft = hasLeft;
        }

        private boolean hasLeft() {
            return hasLeft.getAsBoolean();
        }

        @Override
        public void close() {
            stays.remove(this);
        }
    }
}
