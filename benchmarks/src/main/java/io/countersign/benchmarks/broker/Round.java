package io.countersign.benchmarks.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * One topology decides the batch as fast as it can. What is measured begins when a half has been decided, or after the time
 * to warm up, and ends with the batch or after some seconds more; what counts is committed.
 *
 * @param perSecond decisions
 * @param microsOfBroker of processor time of the broker's process, for each decision
 * @param microsOfTopology of processor time of this process, for each decision
 * @param missing records that should have been written and were not, or the other way round
 */
record Round(double perSecond, double microsOfBroker, double microsOfTopology, long missing) {

    private static final Duration SPAN = Duration.ofSeconds(4);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration QUIET = Duration.ofMillis(500);

    /** What is done while the measurement lasts. */
    interface Watch {
        Watch NONE = new Watch() {};

        default void begin() throws Exception {}

        default void end() throws Exception {}
    }

    static Round run(MessagingStack stack, Contestant contestant, Batch batch, Duration warmUp, Watch watch)
            throws Exception {
        try (var written = stack.readerOf(contestant.outputs());
                var application = new Application(stack, contestant, batch.from(), false)) {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            awaitDecided(application, batch, 1, deadline);
            awaitDecided(application, batch, batch.size() / 2, System.nanoTime() + warmUp.toNanos());
            watch.begin();
            long begin = System.nanoTime();
            long before = application.decided(batch.from());
            var broker = CpuTime.ofChildren();
            var own = CpuTime.ofThisProcess();
            awaitDecided(application, batch, batch.size(), Math.min(deadline, begin + SPAN.toNanos()));
            long decided = application.decided(batch.from()) - before;
            double seconds = (System.nanoTime() - begin) / 1e9;
            double ofBroker = micros(CpuTime.ofChildren().minus(broker)) / decided;
            double ofTopology = micros(CpuTime.ofThisProcess().minus(own)) / decided;
            watch.end();
            application.stop();
            long expected = application.decided(batch.from()) * contestant.perIntent() + contestant.once();
            return new Round(decided / seconds, ofBroker, ofTopology, Math.abs(expected - count(written)));
        }
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }

    private static void awaitDecided(Application application, Batch batch, long many, long deadline) throws Exception {
        while (application.decided(batch.from()) < many && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Until nothing comes any more: whatever was committed has been there before. */
    private static long count(Consumer<byte[], byte[]> written) {
        long count = 0;
        while (true) {
            int more = written.poll(QUIET).count();
            if (more == 0) {
                return count;
            }
            count += more;
        }
    }
}
