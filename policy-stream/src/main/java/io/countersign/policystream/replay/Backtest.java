package io.countersign.policystream.replay;

import io.countersign.contract.ControlKeys;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.stream.DecidedAgain;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A candidate bundle on recorded traffic, partition by partition: what it would have decided otherwise. */
public final class Backtest {

    private final Policy candidate;
    private final Span span;
    private final WireFormat wire;
    private final int partitions;
    private final Comparisons found;

    /**
     * @param partitions how many the log has
     * @param most how many changes are told; all are counted
     */
    public Backtest(Policy candidate, Span span, WireFormat wire, int partitions, int most) {
        this.candidate = candidate;
        this.span = span;
        this.wire = wire;
        this.partitions = partitions;
        this.found = new Comparisons(most);
    }

    /** Goes through one partition. */
    public void run(Recording recording, int partition) {
        var world = new DecidedAgain(wire, new Alone(candidate), partition, partitions);
        new PartitionBacktest(recording, world, inForce(), span, found).run();
    }

    /** What was found so far. */
    public BacktestReport report() {
        return found.report(candidate.version(), span);
    }

    private ControlLog.Entry inForce() {
        var control = Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setBundle(candidate.version())
                .setActor("backtest")
                .build();
        return new ControlLog.Entry(0, ControlKeys.ACTIVE, control, Instant.EPOCH);
    }

    /** The candidate is the only bundle there is. */
    private record Alone(Policy candidate) implements ControlLog {
        @Override
        public List<Entry> after(long offset) {
            return List.of();
        }

        @Override
        public Optional<Policy> policy(String hash) {
            return Optional.of(candidate).filter(policy -> policy.version().equals(hash));
        }

        @Override
        public long end() {
            return 0;
        }
    }
}
