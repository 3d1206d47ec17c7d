package io.countersign.stack.embedded;

import io.countersign.stack.Broker;
import io.countersign.stack.DataDirectory;
import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.Ports;
import io.countersign.stack.StackException;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** One Kafka node, broker and controller at once, in a JVM of its own on the loopback address. */
public final class EmbeddedBroker extends EmbeddedServer implements Broker {

    public EmbeddedBroker(Installation installation, DataDirectory data, ProcessRecords records, int port) {
        super("kafka", installation, data, records, port);
    }

    @Override
    public String bootstrapServers() {
        return HOST + ":" + port();
    }

    @Override
    protected Command command() {
        var arguments = List.of(
                // What Kafka allocates beside the heap for its sockets.
                "-XX:MaxDirectMemorySize=96m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                "-cp",
                installation().brokerClassPath(),
                BrokerMain.class.getName(),
                writeSettings().toString());
        return jvm(Heap.busy("256m"), installation().brokerJar(), arguments, Map.of(), data().kafka());
    }

    @Override
    protected boolean ready() {
        if (!Sockets.answers(HOST, port())) {
            return false;
        }
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000))) {
            if (admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty()) {
                return false;
            }
            OffsetsTopic.ensure(admin);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path writeSettings() {
        var file = data().kafka().resolve("server.properties");
        try {
            Files.createDirectories(data().kafka());
            try (var writer = Files.newBufferedWriter(file)) {
                settings().store(writer, null);
            }
            return file;
        } catch (IOException e) {
            throw new StackException("cannot write " + file, e);
        }
    }

    private Properties settings() {
        var controller = Ports.oneFree();
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@%s:%d".formatted(HOST, controller),
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port(), HOST, controller),
                "advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port()),
                "log.dirs", data().kafka().resolve("log").toString()));
        settings.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "default.replication.factor", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", Integer.toString(OffsetsTopic.PARTITIONS),
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0"));
        settings.putAll(Map.of(
                // What must be read after kill -9 stays small (docs/adr/0010): only closed segments are compacted.
                "offsets.topic.segment.bytes",
                OffsetsTopic.SEGMENT_BYTES,
                "transaction.state.log.segment.bytes",
                OffsetsTopic.SEGMENT_BYTES));
        settings.putAll(Map.of(
                // A killed broker may come back once its session is over: 9 s by default.
                "broker.session.timeout.ms", "4000",
                "broker.heartbeat.interval.ms", "500",
                // The transaction of a killed service is aborted at its timeout, not up to ten seconds later.
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                // A transaction's first records wait here until the last one's markers are written: 20 ms by default.
                "add.partitions.to.txn.retry.backoff.ms", "2",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                // 128 MB by default: more than the half of this heap.
                "log.cleaner.dedupe.buffer.size", "8388608"));
        return settings;
    }
}
