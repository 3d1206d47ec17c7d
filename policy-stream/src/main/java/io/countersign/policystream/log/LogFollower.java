package io.countersign.policystream.log;

import io.countersign.wire.RegistryAwayException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows logs on a thread of its own, which is named after it. Whatever goes wrong, it begins again with another
 * consumer, one second later.
 */
public final class LogFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Reads on and on. */
    public interface Reading {

        /** Begins with a consumer of bytes that has nothing assigned. */
        void begin(Consumer<byte[], byte[]> consumer);

        /** Takes what comes next; again and again until the follower is closed. */
        void next(Consumer<byte[], byte[]> consumer);
    }

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Reading reading;
    private final Thread thread;
    private volatile boolean closed;

    /** @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group */
    public LogFollower(String name, Supplier<Consumer<byte[], byte[]>> consumers, Reading reading) {
        this.consumers = consumers;
        this.reading = reading;
        this.thread = new Thread(this::run, name);
    }

    public void start() {
        thread.start();
    }

    /** Ends it, and returns when it has ended. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var consumer = consumers.get()) {
                reading.begin(consumer);
                while (!closed) {
                    reading.next(consumer);
                }
            } catch (KafkaException | RegistryAwayException e) {
                LOG.warn("the {} does not follow for now: {}", thread.getName(), e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.error("the {} does not follow for now, for a reason of ours", thread.getName(), e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
