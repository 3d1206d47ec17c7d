package io.countersign.benchmarks.doors;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** {@value #CONNECTIONS} connections, each of which asks again as soon as it is answered. */
final class ClosedLoop {

    private static final int CONNECTIONS = 32;
    private static final int ACCEPTED = 202;
    private static final long LONGEST_MICROS = 60_000_000;

    private final URI door;
    private final Requests requests;
    private final AtomicInteger number = new AtomicInteger();
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final AtomicInteger failed = new AtomicInteger();
    private double seconds;

    /** Makes the bytes of one request after the other. */
    @FunctionalInterface
    interface Requests {
        byte[] request(int number);
    }

    ClosedLoop(URI door, Requests requests) {
        this.door = door;
        this.requests = requests;
    }

    /** As much as the door takes in so much time; what comes of it counts if it is told to. How much it was, a second. */
    double run(Duration span, boolean counts) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + span.toNanos();
        int before = number.get();
        try (var callers = Executors.newFixedThreadPool(CONNECTIONS)) {
            var all = new ArrayList<Future<?>>();
            for (int caller = 0; caller < CONNECTIONS; caller++) {
                all.add(callers.submit(() -> {
                    ask(end, counts);
                    return true;
                }));
            }
            for (var one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a connection broke", e.getCause());
        }
        double took = (System.nanoTime() - begin) / 1e9;
        if (counts) {
            seconds += took;
        }
        return (number.get() - before) / took;
    }

    private void ask(long end, boolean counts) throws IOException {
        try (var connection = new KeptConnection(door)) {
            while (System.nanoTime() < end) {
                var request = requests.request(number.getAndIncrement());
                long begin = System.nanoTime();
                int status = connection.exchange(request);
                if (status != ACCEPTED) {
                    failed.incrementAndGet();
                } else if (counts) {
                    micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - begin) / 1000));
                }
            }
        }
    }

    /** Answers a second, those that were not as they should be left out. */
    double rate() {
        return micros.getTotalCount() / seconds;
    }

    Histogram micros() {
        return micros;
    }

    /** How many were answered in another way, also while nothing counted. */
    int failed() {
        return failed.get();
    }
}
