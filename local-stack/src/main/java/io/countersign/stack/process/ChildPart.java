package io.countersign.stack.process;

import io.countersign.stack.Part;
import io.countersign.stack.StackException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A part of the stack that is one child process. */
public abstract class ChildPart implements Part {

    private final ProcessRecords records;
    private @Nullable ChildProcess process;

    protected ChildPart(ProcessRecords records) {
        this.records = records;
    }

    /** What to run; asked at every start. */
    protected abstract Command command();

    /** Whether it answers. */
    protected abstract boolean ready();

    /** How long it may take to answer. */
    protected Duration startLimit() {
        return Duration.ofSeconds(60);
    }

    /** How long it may take to end in order. */
    protected Duration stopLimit() {
        return Duration.ofSeconds(15);
    }

    @Override
    public final void start() {
        // Waiting holds no lock, so that a start can be broken off by an end.
        spawned().awaitReady(startLimit(), this::ready);
    }

    private synchronized ChildProcess spawned() {
        var current = process;
        if (current == null || !current.alive()) {
            taken().ifPresent(ended -> records.remove(ended.pid()));
            current = ChildProcess.start(command(), records);
            process = current;
        }
        return current;
    }

    /** Whether anybody can still turn to it, once it was asked to end. */
    protected boolean serves() {
        return true;
    }

    /** Asks it to end in order, and returns when it serves nobody any more: it may still have to tidy up. */
    public final void dismiss() {
        var current = current();
        current.ifPresent(ChildProcess::askToEnd);
        current.ifPresent(child -> Await.until(stopLimit(), () -> !child.alive() || !serves()));
    }

    @Override
    public final void stop() {
        taken().ifPresent(child -> child.stop(stopLimit()));
    }

    @Override
    public final void kill() {
        taken().ifPresent(ChildProcess::kill);
    }

    private synchronized Optional<ChildProcess> current() {
        return Optional.ofNullable(process);
    }

    private synchronized Optional<ChildProcess> taken() {
        var current = current();
        process = null;
        return current;
    }

    @Override
    public final void suspend() {
        Signals.suspend(pid());
    }

    @Override
    public final void resume() {
        Signals.resume(pid());
    }

    @Override
    public final synchronized boolean running() {
        return process != null && process.alive();
    }

    /** The id of the running process. */
    public final synchronized long pid() {
        if (process == null) {
            throw new StackException(name() + " does not run");
        }
        return process.pid();
    }

    /** The exit status, if it was started and has ended of itself. */
    public final synchronized OptionalInt status() {
        return process == null ? OptionalInt.empty() : process.status();
    }
}
