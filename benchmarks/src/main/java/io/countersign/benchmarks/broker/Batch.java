package io.countersign.benchmarks.broker;

import io.countersign.contract.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * Intents that lie in the log, to be decided by one application after another.
 *
 * @param from the offset of the first on each partition
 */
record Batch(int size, Map<TopicPartition, Long> from, int failedSends, double seconds) {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static Batch write(MessagingStack stack, SyntheticIntents intents, int size) throws Exception {
        var from = stack.ends(Topics.SUBMITTED);
        var failed = new AtomicInteger();
        long begin = System.nanoTime();
        try (var producer = stack.producer()) {
            for (int i = 0; i < size && System.nanoTime() - begin < DEADLINE.toNanos(); i++) {
                producer.send(intents.next(), (metadata, failure) -> {
                    if (failure != null) {
                        failed.incrementAndGet();
                    }
                });
            }
        }
        long written = stack.ends(Topics.SUBMITTED).entrySet().stream()
                .mapToLong(end -> end.getValue() - from.getOrDefault(end.getKey(), 0L))
                .sum();
        return new Batch((int) written, from, failed.get() + size - (int) written, (System.nanoTime() - begin) / 1e9);
    }
}
