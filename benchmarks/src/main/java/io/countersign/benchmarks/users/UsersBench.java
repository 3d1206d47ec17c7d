package io.countersign.benchmarks.users;

import io.countersign.benchmarks.Results;
import io.countersign.benchmarks.broker.SyntheticIntents;
import io.countersign.benchmarks.broker.SyntheticPolicy;
import io.countersign.policystream.stream.DecisionLog;
import io.countersign.policystream.stream.TopologyParts;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a partition keeps of each of very many users, of whom each was decided about once under three budgets, and how fast
 * it decides about the first of them and about the last. Two partitions decide side by side, as in a service of two threads.
 */
public final class UsersBench {

    public static final int USERS = 1_000_000;

    private static final int PARTITIONS = 2;
    private static final long SEED = 20261122;
    private static final int SHARE = 100_000;
    private static final int WARM_UP = 100_000;
    private static final int SAMPLE = 1_000;
    private static final String REGISTRY = "mock://users";
    private static final double MEGABYTE = 1_000_000;

    private final Results results;
    private final WireFormat wire;
    private final Path folder;

    private UsersBench(Results results, WireFormat wire, Path folder) {
        this.results = results;
        this.wire = wire;
        this.folder = folder;
    }

    /** Prints what it measures; true if something is kept of every user. */
    public static boolean run(Results results, int users) throws Exception {
        var folder = Files.createTempDirectory("users");
        SchemaRegistration.at(REGISTRY).registerAll();
        try (var wire = WireFormat.of(REGISTRY);
                var threads = Executors.newFixedThreadPool(PARTITIONS)) {
            var bench = new UsersBench(results, wire, folder);
            bench.warmUp(threads, Math.min(users, WARM_UP));
            boolean well = bench.measure(threads, users / PARTITIONS * PARTITIONS);
            bench.tellWindows();
            return well;
        } finally {
            delete(folder);
        }
    }

    private void warmUp(ExecutorService threads, int users) throws Exception {
        var partitions = partitions(folder.resolve("warm-up"));
        perSecond(threads, crowds(partitions), users);
        partitions.forEach(OnePartition::close);
    }

    private boolean measure(ExecutorService threads, int users) throws Exception {
        var state = folder.resolve("measured");
        var partitions = partitions(state);
        var crowds = crowds(partitions);
        int share = Math.min(users / 2, SHARE);
        double first = perSecond(threads, crowds, share);
        perSecond(threads, crowds, users - 2 * share);
        double last = perSecond(threads, crowds, share);
        var size = new StateSize();
        partitions.forEach(partition -> partition.kept(size::add));
        partitions.forEach(OnePartition::flush);
        results.note(
                "%d partitions with %d users, each decided about once under three budgets; no broker, no signatures"
                        .formatted(PARTITIONS, users));
        tellSpeed(share, first, last);
        tellSize(size, users, bytesIn(state));
        partitions.forEach(OnePartition::close);
        return size.entries("intent") == users;
    }

    private List<OnePartition> partitions(Path state) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> partition(SyntheticPolicy.budgets(), state.resolve(Integer.toString(number))))
                .toList();
    }

    private OnePartition partition(Set<String> budgets, Path state) {
        var policy = new SyntheticPolicy(budgets);
        return new OnePartition(new TopologyParts(wire, policy, UnaryOperator.identity(), DecisionLog.NONE, 1), state);
    }

    private List<Crowd> crowds(List<OnePartition> partitions) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new Crowd(
                        partitions.get(number), new SyntheticIntents(SEED + number, wire, 1), number, PARTITIONS))
                .toList();
    }

    /** All of them decide about an equal share of so many users at the same time. */
    private static double perSecond(ExecutorService threads, List<Crowd> crowds, int users) throws Exception {
        var running = crowds.stream()
                .map(crowd -> threads.submit(() -> crowd.perSecond(users / crowds.size())))
                .toList();
        double sum = 0;
        for (var each : running) {
            sum += each.get();
        }
        return sum;
    }

    private void tellSpeed(int share, double first, double last) {
        results.print("policy-users-first-%d_synthetic".formatted(share), first, "decisions/s");
        results.print("policy-users-last-%d_synthetic".formatted(share), last, "decisions/s");
        results.print("policy-users-last-of-first_synthetic", 100 * last / first, "%");
    }

    private void tellSize(StateSize size, int users, long onDisk) {
        results.print("policy-users_synthetic", users, "users");
        results.print("policy-users-state_synthetic", size.total() / MEGABYTE, "MB");
        results.print("policy-users-disk_synthetic", onDisk / MEGABYTE, "MB");
        results.print("policy-user-state_synthetic", (double) size.total() / users, "bytes/user");
        size.byKind()
                .forEach((kind, bytes) -> results.print(
                        "policy-user-state-%s_synthetic".formatted(kind), (double) bytes / users, "bytes/user"));
        results.print("policy-user-disk_synthetic", (double) onDisk / users, "bytes/user");
    }

    /** A window takes what is not kept where its budget is not, in whatever it is kept. */
    private void tellWindows() {
        double all = bytesOfUser(SyntheticPolicy.budgets());
        for (var budget : SyntheticPolicy.budgets()) {
            var others = SyntheticPolicy.budgets();
            others.remove(budget);
            results.print(
                    "policy-user-window-%s_synthetic".formatted(budget),
                    all - bytesOfUser(others),
                    "bytes/user/window");
        }
    }

    private double bytesOfUser(Set<String> budgets) {
        try (var partition = partition(budgets, folder.resolve("of-" + String.join("-", budgets)))) {
            new Crowd(partition, new SyntheticIntents(SEED, wire, 1), 0, 1).perSecond(SAMPLE);
            var size = new StateSize();
            partition.kept(size::add);
            return (double) size.total() / SAMPLE;
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
