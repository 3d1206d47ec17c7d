package io.countersign.protocol.kafka;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a part of the world that is away: tries again every while, says so once, and gives up only if told to. */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();

    private final BooleanSupplier worthWaiting;

    Patience(BooleanSupplier worthWaiting) {
        this.worthWaiting = worthWaiting;
    }

    /** One try: its value, or an {@link AwayException} if it is to be repeated. */
    @FunctionalInterface
    interface Try<T> {
        T get() throws AwayException;
    }

    /** What a try throws when the world is broken and nothing is wrong with what was tried. */
    static final class AwayException extends Exception {
        private static final long serialVersionUID = 1L;

        AwayException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    <T> T until(Try<T> attempt) {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.get();
            } catch (AwayException away) {
                if (pause == FIRST_PAUSE) {
                    LOG.warn("{}: waiting. cause={}", away.getMessage(), String.valueOf(away.getCause()));
                }
            }
            rest(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    private void rest(long nanos) {
        var end = System.nanoTime() + nanos;
        for (var left = nanos; left > 0; left = end - System.nanoTime()) {
            if (!worthWaiting.getAsBoolean()) {
                throw new AbandonedException("gave up waiting");
            }
            LockSupport.parkNanos(Math.min(left, FIRST_PAUSE));
        }
    }
}
