package io.countersign.benchmarks.broker;

import io.countersign.contract.Headers;
import io.countersign.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * From the moment at which an intent was due to be sent to the moment at which somebody who reads what is committed has
 * its decision, at a fixed rate, whatever becomes of those before it.
 *
 * @param failed intents that could not be sent, or were not answered in time
 */
record PacedLatency(Histogram micros, int failed) {

    static final int PER_SECOND = 500;

    private static final int WARM_UP = 10 * PER_SECOND;
    /** So many that one stall of a tenth of a second is not the p99 by itself. */
    private static final int MEASURED = 30 * PER_SECOND;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration HEAD_START = Duration.ofMillis(100);
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    static PacedLatency run(MessagingStack stack, Contestant contestant, SyntheticIntents intents) throws Exception {
        int first = intents.made();
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        while (records.size() < WARM_UP + MEASURED) {
            records.add(intents.next());
        }
        try (var answers = stack.readerOf(List.of(contestant.answers()));
                var application = new Application(stack, contestant, stack.ends(Topics.SUBMITTED), true)) {
            application.awaitRunning();
            var pace = new Pace(System.nanoTime() + HEAD_START.toNanos());
            var failedSends = new AtomicInteger();
            var sender = Thread.ofPlatform().start(() -> send(stack, records, pace, failedSends));
            var micros = new Histogram(LONGEST_MICROS, 3);
            int answered = receive(answers, first, pace, micros);
            sender.join();
            return new PacedLatency(micros, failedSends.get() + records.size() - answered);
        }
    }

    private record Pace(long begin) {

        long due(int index) {
            return begin + index * (1_000_000_000L / PER_SECOND);
        }
    }

    private static void send(
            MessagingStack stack, List<ProducerRecord<byte[], byte[]>> records, Pace pace, AtomicInteger failed) {
        try (var producer = stack.producer()) {
            producer.partitionsFor(Topics.SUBMITTED);
            for (int index = 0; index < records.size(); index++) {
                for (long left = pace.due(index) - System.nanoTime();
                        left > 0;
                        left = pace.due(index) - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                producer.send(records.get(index), (metadata, failure) -> {
                    if (failure != null) {
                        failed.incrementAndGet();
                    }
                });
            }
        }
    }

    /** Returns how many of the intents, the first ones included, were answered in time. */
    private static int receive(Consumer<byte[], byte[]> answers, int first, Pace pace, Histogram micros) {
        int answered = 0;
        long deadline = pace.due(WARM_UP + MEASURED) + PATIENCE.toNanos();
        while (answered < WARM_UP + MEASURED && System.nanoTime() < deadline) {
            for (var record : answers.poll(POLL)) {
                var trace = record.headers().lastHeader(Headers.TRACEPARENT);
                int index = trace == null ? -1 : SyntheticIntents.numberIn(trace.value()) - first;
                if (index >= 0) {
                    answered++;
                }
                if (index >= WARM_UP) {
                    long late = System.nanoTime() - pace.due(index);
                    micros.recordValue(Math.clamp(late / 1000, 0, LONGEST_MICROS));
                }
            }
        }
        return answered;
    }
}
