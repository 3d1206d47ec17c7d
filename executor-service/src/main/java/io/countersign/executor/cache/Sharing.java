package io.countersign.executor.cache;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Passes answers on beside the calls that brought them, one after the other. No call waits for it or fails by it: an answer
 * for which there is no place, or that comes after the end, is shared with nobody.
 */
final class Sharing implements BiConsumer<String, StoredAnswer>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Sharing.class);

    /** So many wait at most, of 256 KiB each at most: 16 MiB of UTF-8 at worst. */
    static final int MOST = 64;

    private final BiConsumer<String, StoredAnswer> log;
    private final Duration closing;
    private final ThreadPoolExecutor thread;

    /**
     * Passes answers on to a log.
     *
     * @param log may take its time, and may throw
     * @param closing how long what waits may still take at the end
     */
    Sharing(BiConsumer<String, StoredAnswer> log, Duration closing) {
        this.log = log;
        this.closing = closing;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST),
                Thread.ofPlatform().name("countersign-cache-sharing").daemon().factory(),
                (task, pool) -> LOG.warnf(
                        "An answer is not shared with other executors: %s.",
                        pool.isShutdown() ? "this one is ending" : "too many wait"));
    }

    @Override
    public void accept(String key, StoredAnswer answer) {
        thread.execute(() -> pass(key, answer));
    }

    private void pass(String key, StoredAnswer answer) {
        try {
            log.accept(key, answer);
        } catch (RuntimeException failed) {
            LOG.warnf("An answer is not shared with other executors. cause=%s", failed);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(closing.toNanos(), TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
