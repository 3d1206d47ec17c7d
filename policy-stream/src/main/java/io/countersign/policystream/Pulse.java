package io.countersign.policystream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this instance does its work, judged from looks at it that are taken again and again. It reads no clock: times
 * are what a monotonic one said.
 */
final class Pulse {

    /** For how long a partition may have records and not move before that is no longer called a pause. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    /**
     * For how long nothing may move at all, though the broker answers, before the process is taken for one that only a
     * restart can help: longer than a rebalance, an open transaction and a retry of each take together.
     */
    static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(2);

    private final Map<TopicPartition, Halt> halts = new HashMap<>();
    private long restored;
    private long failures;
    private long movedAt;

    /** Where a partition stands that has more to read, and since when. */
    private record Halt(long next, long since) {}

    /** How far the streams have come in their own life. */
    enum Stage {
        /** There is no policy to decide by; nothing is expected of the streams. */
        UNGOVERNED,
        /** The controls have not been read, or the streams are being started. */
        STARTING,
        RUNNING,
        REBALANCING,
        /** They do not run any more, and nothing in the process starts them again. */
        ENDED
    }

    /**
     * What is seen at one moment.
     *
     * @param threads how many stream threads live
     * @param tasks how many tasks are assigned to them
     * @param spare others have all partitions, so that none are left for this instance
     * @param behind the partitions of these tasks that have more to read, with the offset of what is read next
     * @param restored how many records of stores have been restored so far
     * @param failures how many stream threads have failed so far
     * @param brokerAnswers false while the broker is away, which no restart mends
     */
    record Look(
            Stage stage,
            int threads,
            int tasks,
            boolean spare,
            Map<TopicPartition, Long> behind,
            long restored,
            long failures,
            boolean brokerAnswers) {

        Look {
            behind = Map.copyOf(behind);
        }

        boolean canDecide() {
            return stage == Stage.RUNNING && threads > 0 && (tasks > 0 || spare);
        }
    }

    /**
     * What follows.
     *
     * @param ready there is nothing to decide by, or it is decided
     * @param alive false if only a restart can help
     * @param stalled for how long the partition that has stood longest has not moved
     */
    record Verdict(boolean ready, boolean alive, Duration stalled) {}

    Pulse(long now) {
        movedAt = now;
    }

    /** One more look, at {@code now} in nanoseconds. */
    synchronized Verdict look(Look look, long now) {
        var stalled = stalled(look, now);
        boolean well = look.canDecide() && stalled.compareTo(STALLED_AFTER) < 0;
        boolean idle = look.stage() == Stage.UNGOVERNED;
        // Threads that fail and are replaced are told of, and what they fail of is not mended by a restart.
        boolean moves = look.restored() != restored || look.failures() != failures || !look.brokerAnswers();
        restored = look.restored();
        failures = look.failures();
        if (well || idle || moves || look.stage() == Stage.STARTING) {
            movedAt = now;
        }
        boolean alive = look.stage() != Stage.ENDED && now - movedAt < GIVEN_UP_AFTER.toNanos();
        return new Verdict(well || idle, alive, stalled);
    }

    private Duration stalled(Look look, long now) {
        halts.keySet().retainAll(look.behind().keySet());
        look.behind()
                .forEach((partition, next) -> halts.merge(
                        partition, new Halt(next, now), (before, at) -> before.next() == at.next() ? before : at));
        long since = halts.values().stream()
                .mapToLong(halt -> now - halt.since())
                .max()
                .orElse(0);
        return Duration.ofNanos(since);
    }
}
