package io.countersign.protocol.kafka;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** What other threads want done in the consumer's thread, whose poll they cut short for it. */
final class Inbox {

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Consumer<?, ?> polling;

    /** From here on whoever posts wakes this consumer. */
    void wakes(Consumer<?, ?> consumer) {
        polling = consumer;
    }

    void wakesNobody() {
        polling = null;
    }

    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Wakes the consumer, once for each turn that it takes. */
    void wake() {
        var consumer = polling;
        if (consumer != null && woken.compareAndSet(false, true)) {
            consumer.wakeup();
        }
    }

    /** The consumer's thread begins a turn: what is posted from here on cuts its poll short. */
    void beginTurn() {
        woken.set(false);
    }

    void run() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs what comes, waiting for it no longer than this. */
    void runNext(Duration atMost) {
        try {
            var task = tasks.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
                run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
