package io.countersign.policystream.view;

import io.countersign.policystream.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** One instance that has the view and nothing else, on the real broker. */
final class ViewProcess implements AutoCloseable {

    final Views views;
    final StreamsAccess access;
    private final TestBroker broker;
    private final ViewPositions positions = new ViewPositions();
    private final KafkaStreams streams;
    private final LogTail tail;
    private volatile boolean started;

    ViewProcess(TestBroker broker, String application, int port, Path state) {
        this.broker = broker;
        var topology = new Topology();
        new ViewTopology(broker.wire(), positions).addTo(topology);
        streams = new KafkaStreams(topology, settings(broker, application, port, state));
        tail = new LogTail(
                broker::reader, broker.admin(), application, broker.wire(), positions, TestBroker.PARTITIONS);
        access = new StreamsAccess(
                () -> started ? Optional.of(streams) : Optional.empty(), new Instance("127.0.0.1", port));
        views = within(Duration.ofSeconds(5));
        tail.start();
    }

    /** Reads that wait so long for what was promised. */
    Views within(Duration patience) {
        return new Views(access, broker.admin(), tail, positions, TestBroker.PARTITIONS, patience);
    }

    ViewProcess start() {
        started = true;
        streams.start();
        return this;
    }

    private static Properties settings(TestBroker broker, String application, int port, Path state) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                application,
                "bootstrap.servers",
                broker.bootstrapServers(),
                "application.server",
                "127.0.0.1:" + port,
                "state.dir",
                state.toString(),
                "processing.guarantee",
                "exactly_once_v2",
                "commit.interval.ms",
                10,
                "poll.ms",
                5,
                "auto.offset.reset",
                "earliest"));
        // What has to be read is there, and who waits for more is long in closing.
        settings.put(StreamsConfig.consumerPrefix("fetch.max.wait.ms"), 50);
        return settings;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(10))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        tail.close();
    }
}
