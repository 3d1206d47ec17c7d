package io.countersign.benchmarks.broker;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;

/**
 * A topology that is measured.
 *
 * @param name in results
 * @param decides whether it is the real one
 * @param threads how many stream threads share its partitions
 * @param answers the topic that gets one record for each intent, with the intent's trace
 * @param outputs all topics that get records, {@code answers} included
 * @param perIntent how many records of these each intent makes
 * @param once how many records they get besides, when the application begins
 */
record Contestant(
        String name,
        Supplier<Topology> topology,
        boolean decides,
        int threads,
        String answers,
        List<String> outputs,
        int perIntent,
        int once) {}
