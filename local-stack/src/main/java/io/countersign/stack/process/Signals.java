package io.countersign.stack.process;

import io.countersign.stack.StackException;
import java.io.IOException;

/** The signals that the JDK cannot send itself. */
public final class Signals {

    private Signals() {}

    /** Freezes a process. */
    public static void suspend(long pid) {
        send("STOP", pid);
    }

    /** Lets a frozen process go on. */
    public static void resume(long pid) {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            var status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new StackException("cannot send %s to process %d".formatted(signal, pid));
            }
        } catch (IOException e) {
            throw new StackException("cannot run kill: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
