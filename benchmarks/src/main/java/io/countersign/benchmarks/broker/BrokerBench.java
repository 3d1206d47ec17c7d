package io.countersign.benchmarks.broker;

import io.countersign.benchmarks.Results;
import io.countersign.contract.Topics;
import io.countersign.policystream.stream.DecisionMetrics;
import io.countersign.policystream.stream.IntentTopology;
import io.countersign.policystream.stream.TopologyParts;
import io.countersign.v1.ApprovedIntent;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;

/**
 * Decisions per second and their latency through the real topology on the real broker, beside two floors with the same
 * records, serializers, partitions and guarantee. Broker, load and topology share this machine.
 */
public final class BrokerBench {

    private static final long SEED = 20261122;
    private static final int INTENTS = 200_000;
    private static final int ROUNDS = 3;
    /** The compiler wants to see some ten thousand decisions before it has done its best. */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(25);

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int AIM = 15_000;
    private static final int DEFECT = 8_000;

    private final Results results;
    private final MessagingStack stack;
    private final WireFormat wire;
    private final SyntheticPolicy policy = new SyntheticPolicy();
    private final SyntheticIntents intents;
    private final Standing signed;
    private final Standing onTwoThreads;
    private final Standing unsigned;
    private final Standing oneStore;
    private final Standing passThrough;
    private long faults;

    private BrokerBench(Results results, MessagingStack stack, WireFormat wire) throws Exception {
        this.results = results;
        this.stack = stack;
        this.wire = wire;
        this.intents = new SyntheticIntents(SEED, wire, MessagingStack.PARTITIONS);
        this.signed = Standing.of(deciding("signed", 1, ApprovalSigner.create()::sign));
        this.onTwoThreads = Standing.of(deciding("signed-on-two-threads", 2, ApprovalSigner.create()::sign));
        this.unsigned = Standing.of(deciding("unsigned", 1, UnaryOperator.identity()));
        this.oneStore = Standing.of(floor("one-store", true));
        this.passThrough = Standing.of(floor("pass-through", false));
    }

    /** Prints what it measures; true if every record was there that should be. */
    public static boolean run(Results results) throws Exception {
        try (var stack = MessagingStack.start();
                var wire = WireFormat.of(stack.registry())) {
            DecisionLogFile.configure(stack.log());
            var bench = new BrokerBench(results, stack, wire);
            bench.throughput();
            bench.latency();
            return bench.faults == 0;
        }
    }

    private Contestant deciding(String name, int threads, UnaryOperator<ApprovedIntent> signing) {
        var outputs = Stream.concat(
                        Stream.of(Topics.EVENTS, Topics.CONTENTS, Topics.REPLIES, Topics.DEAD_LETTER),
                        SyntheticPolicy.ACTIONS.stream().map(Topics::approved))
                .toList();
        return new Contestant(
                name, () -> topology(signing), true, threads, Topics.EVENTS, outputs, 4, MessagingStack.PARTITIONS);
    }

    private Topology topology(UnaryOperator<ApprovedIntent> signing) {
        var topology = new Topology();
        var log = new DecisionMetrics(new SimpleMeterRegistry());
        new IntentTopology(new TopologyParts(wire, policy, signing, log, MessagingStack.PARTITIONS)).addTo(topology);
        return topology;
    }

    private Contestant floor(String name, boolean withStore) throws Exception {
        var output = "floor." + name;
        stack.create(output);
        return new Contestant(name, new Floor(wire, output, withStore), false, 1, output, List.of(output), 1, 0);
    }

    private void throughput() throws Exception {
        var batch = Batch.write(stack, intents, INTENTS);
        results.print("policy-intents-written_synthetic", batch.size() / batch.seconds(), "intents/s");
        fault("policy-failed-sends_synthetic", batch.failedSends(), "intents");
        Round.run(stack, signed.contestant(), batch, FIRST_WARM_UP, Round.Watch.NONE);
        var all = List.of(passThrough, oneStore, unsigned, signed, onTwoThreads);
        for (int number = 1; number <= ROUNDS; number++) {
            for (var standing : all) {
                var round = Round.run(stack, standing.contestant(), batch, WARM_UP, Round.Watch.NONE);
                standing.rounds().add(round);
                results.note("round %d %s: %.0f/s"
                        .formatted(number, standing.contestant().name(), round.perSecond()));
            }
        }
        all.forEach(this::tell);
        var profile = new Profile();
        Round.run(stack, signed.contestant(), batch, WARM_UP, profile);
        profile.shares().forEach((part, share) -> results.print("policy-time-in-" + part + "_synthetic", share, "%"));
        for (var other : List.of(unsigned, oneStore, passThrough)) {
            var name =
                    "policy-signed-of-%s_synthetic".formatted(other.contestant().name());
            results.print(name, 100 * signed.median() / other.median(), "%");
        }
        results.note("aim: %d decisions/s signed; below %d is a defect".formatted(AIM, DEFECT));
    }

    private void tell(Standing standing) {
        var name = "policy-" + standing.contestant().name();
        var last = standing.rounds().getLast();
        results.print(name + "_synthetic", standing.median(), "decisions/s");
        results.print(name + "-cpu-topology_synthetic", last.microsOfTopology(), "us/decision");
        results.print(name + "-cpu-broker_synthetic", last.microsOfBroker(), "us/decision");
        fault(name + "-missing_synthetic", standing.missing(), "records");
    }

    private void latency() throws Exception {
        for (var standing : List.of(passThrough, oneStore, signed)) {
            var contestant = standing.contestant();
            var paced = PacedLatency.run(stack, contestant, intents);
            var name = "policy-%s-at-%d_synthetic".formatted(contestant.name(), PacedLatency.PER_SECOND);
            results.latency(name, paced.micros());
            fault(name + "-failed", paced.failed(), "intents");
        }
    }

    private void fault(String name, long count, String unit) {
        faults += count;
        results.print(name, count, unit);
    }
}
