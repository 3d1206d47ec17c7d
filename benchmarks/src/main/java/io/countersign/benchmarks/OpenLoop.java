package io.countersign.benchmarks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Offers calls at a fixed rate, whatever becomes of them, and measures each from the moment at which it was due: a
 * stalled server cannot hide behind calls that were never made (Gil Tene, "How NOT to measure latency").
 */
public final class OpenLoop {

    private static final long LONGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1000;

    private OpenLoop() {}

    /** One call; true if it was answered as it should be. */
    @FunctionalInterface
    public interface Call {
        boolean make(int number) throws Exception;
    }

    /**
     * What came of it.
     *
     * @param micros latency of the calls that went well
     * @param seconds from the first call to the last answer
     */
    public record Outcome(Histogram micros, int well, int failed, double seconds) {

        /** Calls that went well, in a second. */
        public double rate() {
            return well / seconds;
        }
    }

    /** Offers calls for so long, and waits for the last answer. */
    public static Outcome run(int perSecond, Duration span, Call call) {
        var micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var well = new AtomicInteger();
        var failed = new AtomicInteger();
        int calls = (int) (perSecond * span.toMillis() / 1000);
        long begin = System.nanoTime();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                long due = begin + (long) (i * 1e9 / perSecond);
                waitUntil(due);
                callers.submit(() -> {
                    boolean good = attempt(call, number);
                    (good ? well : failed).incrementAndGet();
                    if (good) {
                        micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1000));
                    }
                });
            }
        }
        return new Outcome(micros, well.get(), failed.get(), (System.nanoTime() - begin) / 1e9);
    }

    private static boolean attempt(Call call, int number) {
        try {
            return call.make(number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }

    private static void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }
}
