package io.countersign.chaos;

import io.countersign.chaos.Kills.Kill;
import io.countersign.stack.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Two executors of one group are killed at random moments under load, over a route that may be repeated and one that must
 * not, against a backend on a bad day. Then everything drains, and the oracle reads it all.
 */
final class ExecutorsChaos {

    private static final List<String> ACTIONS = List.of("chaos.safe", "chaos.once");
    private static final int PER_SECOND = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofMillis(50);

    /** It begins when everybody is warm: after so many intents, of which few wait. */
    private static final int WARM_UP = 200;

    private static final int MOST_WAITING = 2 * PER_SECOND;
    private static final Duration WARM_WITHIN = Duration.ofMinutes(2);
    private static final Duration LEASE_LINE = Duration.ofSeconds(10);
    private static final Duration DRAINS_WITHIN = Duration.ofMinutes(5);
    private static final String ROUTES = """
            routes:
              - {action: chaos.safe, connector: http, url: "BACKEND/keyed"}
              - {action: chaos.once, connector: http, url: "BACKEND/plain"}
            """;

    private final Results results;
    private final int kills;
    private final Duration between;
    private final long seed;

    ExecutorsChaos(Results results, int kills, Duration between, long seed) {
        this.results = results;
        this.kills = kills;
        this.between = between;
        this.seed = seed;
    }

    /** True if every guarantee held. */
    boolean run() throws IOException, InterruptedException {
        var begun = Instant.now();
        results.note("seed %d; a kill every %s on average".formatted(seed, between));
        try (var chaos = ChaosStack.start()) {
            var setup = new Product.Setup(ChaosStack.policy("executors"), ROUTES, 2, Conduct.steady(CALL));
            try (var product = Product.start(chaos.stack(), setup);
                    var log = product.topics()) {
                var struck = strike(product);
                var drained = Instant.now();
                var open = Settling.await(log, struck.accepted(), DRAINS_WITHIN);
                open.forEach(id -> results.note("not settled: " + id));
                results.seconds("drain", Duration.between(drained, Instant.now()));
                boolean well = judge(product, Evidence.read(log, ACTIONS), struck);
                results.seconds("duration", Duration.between(begun, Instant.now()));
                if (well) {
                    chaos.forget();
                }
                return well;
            }
        }
    }

    private record Struck(Collection<String> accepted, List<Kill> kills) {}

    private Struck strike(Product product) throws InterruptedException {
        try (var agents = new Agents(product);
                var load = new Load(agents, ACTIONS, PER_SECOND);
                var executors = new Kills(product.executors(), product.backend().calls()::inFlight, seed)) {
            var calls = product.backend().calls();
            boolean warm = Await.until(WARM_WITHIN, () -> {
                int accepted = load.accepted().size();
                return accepted >= WARM_UP && accepted - calls.all() < MOST_WAITING;
            });
            results.note(warm ? "everybody is warm" : "the machine is slow: it begins all the same");
            product.backend().behaves(new Unreliable(seed, TIMEOUT));
            var done = executors.strike(
                    kills,
                    between,
                    kill -> results.note("kill %d: %s, %d calls in flight"
                            .formatted(kill.number(), kill.service(), kill.inFlight())));
            return new Struck(load.end(), done);
        }
    }

    private boolean judge(Product product, Evidence evidence, Struck struck) {
        var effects = product.backend().effects().read();
        var oracle = new Oracle(evidence)
                .everyAcceptedIntentIsInTheLog(struck.accepted())
                .everyIntentHasExactlyOneEnd(struck.accepted())
                .nothingIsHandedOverTwice()
                .everyHandOverWasApproved()
                .noAttemptFollowsALivingLease()
                .everyLeaseIsFollowedWithin(LEASE_LINE)
                .effectsHappenAtMostOnce("chaos.once", effects)
                .noEffectIsDenied(effects)
                .everyWorkComesUnderOneKey(product.backend().calls())
                .noBudgetIsExceededAtAnyPrefix()
                .nothingStaysHeldWithoutAReason()
                .everyChainIsUnbroken()
                .timeNeverGoesBack();
        tell(product, oracle, effects, struck);
        return results.violations(oracle.violations());
    }

    private void tell(Product product, Oracle oracle, List<String> effects, Struck struck) {
        var states = oracle.states();
        results.count("kills", struck.kills().size(), "kills");
        results.count(
                "kills-with-calls-in-flight",
                struck.kills().stream().filter(kill -> kill.inFlight() > 0).count(),
                "kills");
        results.count("intents", struck.accepted().size(), "intents");
        results.count(
                "lost",
                struck.accepted().stream().filter(id -> !states.containsKey(id)).count(),
                "intents");
        for (var state : List.of("SUCCEEDED", "UNKNOWN", "DEAD", "REJECTED")) {
            results.count(
                    state.toLowerCase(java.util.Locale.ROOT), Collections.frequency(states.values(), state), "intents");
        }
        results.count("effects", effects.size(), "effects");
        results.count(
                "effects-doubled", effects.size() - effects.stream().distinct().count(), "effects");
        results.count("calls", product.backend().calls().all(), "calls");
        results.count("calls-repeated", product.backend().calls().repeated(), "calls");
        results.count("attempts", oracle.attempts().size(), "attempts");
        results.count(
                "attempts-without-a-word",
                oracle.attempts().stream()
                        .filter(attempt -> !attempt.reported())
                        .count(),
                "attempts");
        results.seconds(
                "longest-from-lease-end-to-state",
                oracle.attempts().stream()
                        .map(AttemptTrace::overtime)
                        .filter(Objects::nonNull)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }
}
