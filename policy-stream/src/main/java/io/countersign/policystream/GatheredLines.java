package io.countersign.policystream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Lets other handlers write the log's lines in pieces: a decision's line alone would be a call of the operating system. What
 * lies gathered is written a tenth of a second later at the latest, at once behind a warning or an error, and when this
 * is closed, from when on every line is written by itself again. So no line is lost when the process ends in order; who
 * kills it loses the lines of the last tenth of a second, never a decision, which is in its topics.
 */
public final class GatheredLines extends ExtHandler {

    static final Duration LATEST = Duration.ofMillis(100);

    private final List<ExtHandler> writers;
    private final Thread ticking;
    private volatile boolean gathered;
    private volatile boolean closed;

    private GatheredLines(List<ExtHandler> writers) {
        this.writers = List.copyOf(writers);
        this.ticking = Thread.ofPlatform().daemon().name("gathered-lines").unstarted(this::tick);
    }

    /** To be added to the logger that has these handlers, behind them. */
    public static GatheredLines of(List<ExtHandler> writers) {
        var gathering = new GatheredLines(writers);
        writers.forEach(writer -> writer.setAutoFlush(false));
        gathering.ticking.start();
        return gathering;
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
        if (closed || line.getLevel().intValue() >= Level.WARNING.intValue()) {
            flush();
        } else if (!gathered) {
            gathered = true;
        }
    }

    @Override
    public void flush() {
        gathered = false;
        writers.forEach(ExtHandler::flush);
    }

    @Override
    public void close() {
        closed = true;
        writers.forEach(writer -> writer.setAutoFlush(true));
        flush();
        LockSupport.unpark(ticking);
    }

    private void tick() {
        while (!closed) {
            LockSupport.parkNanos(LATEST.toNanos());
            if (gathered) {
                flush();
            }
        }
    }
}
