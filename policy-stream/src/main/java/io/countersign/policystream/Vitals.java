package io.countersign.policystream;

import io.countersign.contract.Topics;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.view.LogTail;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.HostInfo;

/** Looks at the running streams, and at the logs beside them, for {@link Pulse}. */
@Singleton
final class Vitals implements StateRestoreListener {

    private static final Set<String> GONE = Set.of("PENDING_SHUTDOWN", "DEAD");

    private final KafkaControlLog controls;
    private final RunningStreams running;
    private final LogTail tail;
    private final StreamFailures failures;
    private final int partitions;
    private final HostInfo self;
    private final AtomicLong restored = new AtomicLong();
    private final Pulse pulse = new Pulse(System.nanoTime());

    Vitals(
            PolicyStreamConfig config,
            KafkaControlLog controls,
            RunningStreams running,
            LogTail tail,
            StreamFailures failures) {
        this.controls = controls;
        this.running = running;
        this.tail = tail;
        this.failures = failures;
        this.partitions = config.partitions();
        var advertised = Advertised.read(config.advertised());
        this.self = new HostInfo(advertised.host(), advertised.port());
    }

    /** What is seen at this moment, and what follows from it. */
    record Examination(Pulse.Look look, Pulse.Verdict verdict) {}

    /** Looks once more. */
    synchronized Examination examine() {
        var look = running.get().map(this::look).orElseGet(this::beforeTheStreams);
        return new Examination(look, pulse.look(look, System.nanoTime()));
    }

    private Pulse.Look beforeTheStreams() {
        boolean governed = controls.governed().isDone();
        var stage = controls.read().isDone() && !governed ? Pulse.Stage.UNGOVERNED : Pulse.Stage.STARTING;
        return new Pulse.Look(stage, 0, 0, false, Map.of(), 0, 0, tail.follows());
    }

    private Pulse.Look look(KafkaStreams streams) {
        var state = streams.state();
        var threads = streams.metadataForLocalThreads().stream()
                .filter(thread -> !GONE.contains(thread.threadState()))
                .toList();
        var tasks = threads.stream()
                .map(ThreadMetadata::activeTasks)
                .flatMap(Set::stream)
                .toList();
        return new Pulse.Look(
                stage(state),
                threads.size(),
                tasks.size(),
                tasks.isEmpty() && state == KafkaStreams.State.RUNNING && othersHaveAll(streams),
                behind(tasks),
                restored.get(),
                failures.count(),
                tail.follows());
    }

    private static Pulse.Stage stage(KafkaStreams.State state) {
        return switch (state) {
            case CREATED -> Pulse.Stage.STARTING;
            case RUNNING -> Pulse.Stage.RUNNING;
            case REBALANCING -> Pulse.Stage.REBALANCING;
            case ERROR, PENDING_ERROR, PENDING_SHUTDOWN, NOT_RUNNING -> Pulse.Stage.ENDED;
        };
    }

    /** As of the last rebalance: who was thrown out of the group is still named there, and does not take itself for spare. */
    private boolean othersHaveAll(KafkaStreams streams) {
        return streams.metadataForAllStreamsClients().stream()
                        .filter(client -> !client.hostInfo().equals(self))
                        .flatMap(client -> client.topicPartitions().stream())
                        .filter(partition -> partition.topic().equals(Topics.SUBMITTED))
                        .distinct()
                        .count()
                == partitions;
    }

    private Map<TopicPartition, Long> behind(List<TaskMetadata> tasks) {
        var ours =
                tasks.stream().flatMap(task -> task.topicPartitions().stream()).collect(Collectors.toSet());
        var behind = tail.behind();
        behind.keySet().retainAll(ours);
        return behind;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        restored.incrementAndGet();
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long upTo, long records) {
        restored.addAndGet(records);
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        restored.incrementAndGet();
    }
}
