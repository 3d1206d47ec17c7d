package io.countersign.stack.process;

import io.countersign.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes that were not started by this JVM. */
public final class Processes {

    /** Start times are derived from a boot time that a clock adjustment shifts, and are rounded on the way. */
    private static final Duration START_TIME_SLACK = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(10);

    private Processes() {}

    /** The living process with this id and this start time: an id alone may be a stranger's by now. */
    public static Optional<ProcessHandle> find(long pid, Instant started) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> startedAt(process, started));
    }

    private static boolean startedAt(ProcessHandle process, Instant started) {
        return process.info()
                .startInstant()
                .filter(start -> Duration.between(start, started).abs().compareTo(START_TIME_SLACK) <= 0)
                .isPresent();
    }

    /** Asks a process to end, kills it when the grace is over, and returns when it is gone. */
    public static void end(ProcessHandle process) {
        process.destroy();
        if (!awaitEnd(process)) {
            kill(process);
        }
    }

    /** Ends a process as {@code kill -9} does, and returns when it is gone. */
    public static void kill(ProcessHandle process) {
        process.destroyForcibly();
        if (!awaitEnd(process)) {
            throw new StackException("process %d does not end".formatted(process.pid()));
        }
    }

    private static boolean awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while a process ends", e);
        }
    }
}
