package io.countersign.policystream;

import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.view.ViewPositions;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** One instance of the whole topology with the service's own settings, on the real broker; it has read no schema yet. */
final class DecidingProcess implements AutoCloseable {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final WireFormat wire;
    private final KafkaStreams streams;

    /** Begins with what comes from now on, unless the application has begun before. */
    DecidingProcess(TestBroker broker, String application, KafkaControlLog controls, Path state) {
        wire = WireFormat.of(broker.stack().registry().url());
        var topology = Wiring.topology(
                TestBroker.PARTITIONS, wire, controls, ApprovalSigner.create(), meters, new ViewPositions());
        var settings = StreamsSettings.of(TestSettings.config(Map.of(
                "kafka",
                broker.bootstrapServers(),
                "state",
                state.toString(),
                "advertised",
                "127.0.0.1:1",
                "streams.application-id",
                application)));
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "latest");
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(new StreamFailures(meters, Duration.ofSeconds(1)));
        streams.start();
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** How often a stream thread has ended for want of this. */
    double failures(Class<? extends Throwable> cause) {
        return meters.counter("countersign.stream.failures", "cause", cause.getSimpleName())
                .count();
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(10))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        wire.close();
    }
}
