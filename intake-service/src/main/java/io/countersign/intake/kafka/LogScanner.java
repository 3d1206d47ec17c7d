package io.countersign.intake.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves many scans with one consumer and one thread. A partition is read upwards, as a lift goes: every scan that wants
 * what is being read gets it from the same fetch, and whoever wants what lies below waits for the next round. The consumer
 * is made when it is first needed.
 */
final class LogScanner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogScanner.class);
    private static final Duration FETCH = Duration.ofMillis(200);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

    /** So many fetches from one partition, then another's turn comes. */
    private static final int IN_A_ROW = 8;

    private final LinkedBlockingQueue<java.util.function.Consumer<Consumer<String, byte[]>>> inbox =
            new LinkedBlockingQueue<>();
    private final Map<TopicPartition, List<Scan>> scans = new LinkedHashMap<>();
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Entries entries;
    private final Thread thread = Thread.ofPlatform().name("history").daemon().unstarted(this::run);
    private boolean started;
    private volatile boolean closed;

    LogScanner(Supplier<Consumer<String, byte[]>> consumers, Entries entries) {
        this.consumers = consumers;
        this.entries = entries;
    }

    void add(Scan scan) {
        submit(consumer -> scans.computeIfAbsent(scan.partition(), partition -> new ArrayList<>())
                .add(scan));
    }

    <T> CompletableFuture<T> ask(Function<Consumer<String, byte[]>, T> question) {
        var answer = new CompletableFuture<T>();
        submit(consumer -> {
            if (answer.isDone()) {
                return;
            }
            try {
                answer.complete(question.apply(consumer));
            } catch (KafkaException away) {
                answer.completeExceptionally(away);
            }
        });
        return answer;
    }

    static long end(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    private synchronized void submit(java.util.function.Consumer<Consumer<String, byte[]>> task) {
        if (!started) {
            started = true;
            thread.start();
        }
        inbox.add(task);
    }

    /** Whatever happens to one consumer, there is another one for whoever asks next. */
    private void run() {
        while (!closed) {
            try (var consumer = consumers.get()) {
                serve(consumer);
            } catch (InterruptedException end) {
                LOG.debug("no more is read");
                return;
            } catch (RuntimeException defect) {
                LOG.error("what was written cannot be read; it is tried again", defect);
                scans.values().forEach(waiting -> waiting.forEach(scan -> scan.fail(defect)));
                scans.clear();
                LockSupport.parkNanos(AFTER_A_DEFECT.toNanos());
            }
        }
    }

    private void serve(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (!closed) {
            listen(consumer);
            for (var partition : List.copyOf(scans.keySet())) {
                read(consumer, partition);
            }
        }
    }

    private void listen(Consumer<String, byte[]> consumer) throws InterruptedException {
        scans.values().removeIf(List::isEmpty);
        var task = scans.isEmpty() ? inbox.take() : inbox.poll();
        while (task != null) {
            task.accept(consumer);
            task = inbox.poll();
        }
    }

    private void read(Consumer<String, byte[]> consumer, TopicPartition partition) throws InterruptedException {
        consumer.assign(List.of(partition));
        @Nullable Long at = null;
        for (int fetch = 0; fetch < IN_A_ROW && !closed; fetch++) {
            var waiting = waiting(partition);
            if (waiting.isEmpty()) {
                return;
            }
            at = fetchOrPause(consumer, partition, waiting, at);
            listen(consumer);
        }
    }

    /** Where the next fetch goes on; null if it has to seek. */
    private @Nullable Long fetchOrPause(
            Consumer<String, byte[]> consumer, TopicPartition partition, List<Scan> waiting, @Nullable Long at)
            throws InterruptedException {
        try {
            try {
                return fetch(consumer, partition, waiting, at);
            } catch (OffsetOutOfRangeException gone) {
                outOfRange(consumer, partition, waiting);
            }
        } catch (InterruptException end) {
            throw new InterruptedException("no more is read");
        } catch (KafkaException away) {
            LOG.debugf("cannot read %s: %s", partition, away);
            Thread.sleep(FETCH);
        }
        return null;
    }

    private List<Scan> waiting(TopicPartition partition) {
        var waiting = scans.getOrDefault(partition, new ArrayList<>());
        waiting.removeIf(Scan::isOver);
        return waiting;
    }

    /** Goes on upwards from {@code at} if anybody wants that, else from the lowest place that is wanted. */
    private long fetch(
            Consumer<String, byte[]> consumer, TopicPartition partition, List<Scan> waiting, @Nullable Long at) {
        long above = at == null ? Long.MAX_VALUE : at;
        long from = waiting.stream()
                .mapToLong(Scan::from)
                .filter(place -> place >= above)
                .min()
                .orElseGet(() -> waiting.stream().mapToLong(Scan::from).min().orElse(0));
        if (at == null || from != at) {
            consumer.seek(partition, from);
        }
        var records = consumer.poll(FETCH).records(partition);
        long position = consumer.position(partition, FETCH);
        var wanted = waiting.stream()
                .filter(scan -> scan.from() >= from && scan.from() < position)
                .collect(Collectors.groupingBy(Scan::ownerKey));
        for (var message : records) {
            wanted.getOrDefault(message.key(), List.of()).forEach(scan -> scan.see(message, entries));
        }
        wanted.values().stream().flatMap(Collection::stream).forEach(scan -> scan.passed(position));
        return position;
    }

    /** Below the beginning something is gone; beyond the end there is nothing yet. */
    private static void outOfRange(Consumer<String, byte[]> consumer, TopicPartition partition, List<Scan> waiting) {
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long end = end(consumer, partition);
        for (var scan : waiting) {
            if (scan.from() < beginning) {
                scan.gone(beginning);
            } else if (scan.from() > end) {
                scan.passed(Long.MAX_VALUE);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
