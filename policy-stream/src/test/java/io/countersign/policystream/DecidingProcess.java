package io.countersign.policystream;

import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.view.ViewPositions;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/** One instance of the whole topology with the service's own settings, on the real broker; it has read no schema yet. */
final class DecidingProcess implements AutoCloseable {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final WireFormat wire;
    private final KafkaStreams streams;

    /** Begins with what comes from now on, not from when it has found its places, unless the application has begun before. */
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
        beginAtTheEnds(broker.admin(), application, topology);
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(new StreamFailures(meters, Duration.ofSeconds(1)));
        streams.start();
    }

    private static void beginAtTheEnds(Admin admin, String application, Topology topology) {
        try {
            if (!admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty()) {
                return;
            }
            var asked = sources(topology)
                    .flatMap(topic -> IntStream.range(0, TestBroker.PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(topic, partition)))
                    .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
            admin.listOffsets(asked)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
            admin.alterConsumerGroupOffsets(application, ends).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot set where " + application + " begins", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> sources(Topology topology) {
        return topology.describe().subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(TopologyDescription.Source.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream());
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
