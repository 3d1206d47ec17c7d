package io.countersign.stack.process;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process. It has a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone,
 * which then ends its children in order.
 */
public final class ChildProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int LINES_OF_LOG = 15;
    private static final Pattern FRAME = Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ (more|common frames omitted))");

    private final Command command;
    private final Process process;
    private final ProcessRecords records;
    private final Instant started = Instant.now();
    private volatile boolean wasReady;
    private volatile long askedToEnd;

    private ChildProcess(Command command, Process process, ProcessRecords records) {
        this.command = command;
        this.process = process;
        this.records = records;
    }

    /** Starts the command and records it. */
    public static ChildProcess start(Command command, ProcessRecords records) {
        try {
            Files.createDirectories(command.directory());
            var builder = new ProcessBuilder(inOwnSession(command.arguments()))
                    .directory(command.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            builder.environment().putAll(command.environment());
            return new ChildProcess(command, records.start(command.name(), builder), records);
        } catch (IOException e) {
            throw new StackException("cannot start %s: %s".formatted(command.name(), e.getMessage()), e);
        }
    }

    private static List<String> inOwnSession(List<String> arguments) {
        var setsid = Path.of("/usr/bin/setsid");
        if (!Files.isExecutable(setsid)) {
            return arguments;
        }
        var all = new ArrayList<String>();
        all.add(setsid.toString());
        all.addAll(arguments);
        return all;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** The exit status, once it has ended. */
    public OptionalInt status() {
        return alive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Returns when {@code ready} holds; fails if the process ends before, or the time is over. */
    public void awaitReady(Duration limit, BooleanSupplier ready) {
        boolean settled = Await.until(limit, () -> !alive() || ready.getAsBoolean());
        if (settled && alive()) {
            wasReady = true;
            return;
        }
        var failure = alive()
                ? "was not ready after %d s".formatted(limit.toSeconds())
                : "ended with status %d before it was ready".formatted(process.exitValue());
        kill();
        throw new StackException(
                "%s %s; the end of %s:%n%s".formatted(command.name(), failure, command.log(), endOfLog()));
    }

    /** Without the frames of stack traces, among which the reason would be out of sight. */
    private String endOfLog() {
        try {
            var lines = Files.readAllLines(command.log()).stream()
                    .filter(line -> !FRAME.matcher(line).matches())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, once. */
    public synchronized void askToEnd() {
        if (askedToEnd == 0) {
            askedToEnd = System.nanoTime();
            process.destroy();
        }
    }

    /** Asks it to end if nobody has yet, and kills it when the grace, which begins with the asking, is over. */
    public void stop(Duration grace) {
        askToEnd();
        if (!await(grace.minusNanos(System.nanoTime() - askedToEnd))) {
            process.destroyForcibly();
            await(grace);
        }
        forget();
    }

    private void forget() {
        if (!wasReady) {
            forgetClasses();
        }
        records.remove(pid());
    }

    /** One that ended while it started had not loaded much, and all later starts would get no more than that. */
    private void forgetClasses() {
        try {
            if (command.classes() != null
                    && Files.exists(command.classes())
                    && Files.getLastModifiedTime(command.classes()).toInstant().isAfter(started)) {
                Files.delete(command.classes());
            }
        } catch (IOException e) {
            LOG.warn("the next start of {} may be slow: {}", command.name(), e.toString());
        }
    }

    /** Ends it as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
        forget();
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
