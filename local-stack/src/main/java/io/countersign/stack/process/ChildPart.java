package io.countersign.stack.process;

import io.countersign.stack.Part;
import io.countersign.stack.StackException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
    public final synchronized void start() {
        if (running()) {
            return;
        }
        var started = ChildProcess.start(command(), records);
        process = started;
        started.awaitReady(startLimit(), this::ready);
    }

    @Override
    public final synchronized void stop() {
        if (process != null) {
            process.stop(stopLimit());
            process = null;
        }
    }

    @Override
    public final synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    @Override
    public final synchronized void suspend() {
        Signals.suspend(pid());
    }

    @Override
    public final synchronized void resume() {
        Signals.resume(pid());
    }

    @Override
    public final synchronized boolean running() {
        return process != null && process.alive();
    }

    /** The id of the running process. */
    public final synchronized long pid() {
        return require().pid();
    }

    /** Completes with the exit status when the running process ends, for whatever reason. */
    public final synchronized CompletableFuture<Integer> ended() {
        return require().ended();
    }

    private ChildProcess require() {
        if (process == null) {
            throw new StackException(name() + " does not run");
        }
        return process;
    }
}
