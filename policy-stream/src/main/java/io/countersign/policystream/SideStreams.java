package io.countersign.policystream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams beside those that decide: an application of their own, so that what they wait for stops nothing else. What they do is no
 * part of whether this process is well.
 */
final class SideStreams {

    private static final Logger LOG = LoggerFactory.getLogger(SideStreams.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Supplier<Topology> topology;
    private final Properties settings;
    private final MeterRegistry meters;
    private volatile @Nullable KafkaStreams streams;
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    /** @param name what they are called in the log */
    SideStreams(String name, Supplier<Topology> topology, Properties settings, MeterRegistry meters) {
        this.name = name;
        this.topology = topology;
        this.settings = settings;
        this.meters = meters;
    }

    /** Once the topics are there. */
    synchronized void start() {
        var starting = new KafkaStreams(topology.get(), settings);
        starting.setUncaughtExceptionHandler(new StreamFailures(meters, PAUSE_AFTER_FAILURE));
        starting.setStateListener((now, before) -> LOG.info("{} state={} before={}", name, now, before));
        streamsMetrics = new KafkaStreamsMetrics(starting);
        streamsMetrics.bindTo(meters);
        streams = starting;
        starting.start();
    }

    /** How far they have come; {@code CREATED} before they are started. */
    KafkaStreams.State state() {
        var known = streams;
        return known == null ? KafkaStreams.State.CREATED : known.state();
    }

    synchronized void close(CloseOptions how) {
        var open = streams;
        if (open != null && !open.close(how)) {
            LOG.warn("{} did not end in time; what was open is rolled back", name);
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
    }
}
