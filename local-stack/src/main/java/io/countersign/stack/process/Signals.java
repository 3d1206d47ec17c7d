package io.countersign.stack.process;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The signals that the JDK cannot send itself. */
public final class Signals {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private Signals() {}

    /** Freezes a process: once this returns it does nothing more. */
    public static void suspend(long pid) {
        send("STOP", pid);
        // The signal is only on its way: each thread of the process stops when the kernel next looks at it.
        if (!Await.until(STOPS_WITHIN, () -> standsStill(pid))) {
            throw new StackException("process %d does not stand still".formatted(pid));
        }
    }

    /** Lets a frozen process go on. */
    public static void resume(long pid) {
        send("CONT", pid);
    }

    private static boolean standsStill(long pid) {
        var states = run("ps", "-L", "-o", "state=", "-p", Long.toString(pid)).output();
        return states.lines().allMatch(state -> state.startsWith("T"));
    }

    private static void send(String signal, long pid) {
        if (run("kill", "-" + signal, Long.toString(pid)).status() != 0) {
            throw new StackException("cannot send %s to process %d".formatted(signal, pid));
        }
    }

    private static Finished run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return new Finished(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new StackException("cannot run %s: %s".formatted(command[0], e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private record Finished(int status, String output) {}
}
