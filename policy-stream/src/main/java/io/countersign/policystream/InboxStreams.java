package io.countersign.policystream;

import io.countersign.policystream.inbox.InboxTopology;
import io.countersign.policystream.inbox.IssuerKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that read the inbox: an application of their own, so that an issuer of tokens that is away stops nothing else.
 * What they do is no part of whether this process is well.
 */
@Singleton
final class InboxStreams {

    private static final Logger LOG = LoggerFactory.getLogger(InboxStreams.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final PolicyStreamConfig config;
    private final InboxTopology topology;
    private final IssuerKeys keys;
    private final MeterRegistry meters;
    private volatile @Nullable KafkaStreams streams;
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    InboxStreams(PolicyStreamConfig config, InboxTopology topology, IssuerKeys keys, MeterRegistry meters) {
        this.config = config;
        this.topology = topology;
        this.keys = keys;
        this.meters = meters;
    }

    /** Once the topics are there. What is read waits on the next topic until there is a policy. */
    synchronized void start() {
        keys.start();
        var starting = new KafkaStreams(topology.get(), StreamsSettings.ofInbox(config));
        starting.setUncaughtExceptionHandler(new StreamFailures(meters, PAUSE_AFTER_FAILURE));
        starting.setStateListener((now, before) -> LOG.info("inbox state={} before={}", now, before));
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
        keys.close();
        var open = streams;
        if (open != null && !open.close(how)) {
            LOG.warn("the inbox did not end in time; what was open is rolled back");
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
    }
}
