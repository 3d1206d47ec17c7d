package io.countersign.chaos;

import io.countersign.stack.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A backend fails for a while under a steady stream of intents, and is back. What is counted: how often it was called
 * meanwhile and afterwards, how soon after its return, and how many attempts each intent took.
 */
final class OutageChaos {

    private static final String ACTION = "chaos.call";
    private static final int MOST_ATTEMPTS = 10;
    private static final int EXECUTORS = 2;
    private static final int IN_FLIGHT = 16;
    private static final int PER_SECOND = 150;
    private static final Duration CALL = Duration.ofMillis(50);

    /** What is normal is measured when everybody is warm: after so many calls, for so long. */
    private static final int WARM_UP = 1_000;

    private static final Duration WARM_WITHIN = Duration.ofMinutes(2);
    private static final Duration NORMAL = Duration.ofSeconds(6);
    private static final Duration CALLED_WITHIN = Duration.ofSeconds(10);
    private static final Duration DRAINS_WITHIN = Duration.ofMinutes(5);
    private static final String ROUTES = """
            routes:
              - {action: chaos.call, connector: http, url: "BACKEND/keyed", inFlight: %d}
            """.formatted(IN_FLIGHT);

    private final Results results;
    private final int intents;
    private final Duration lasts;

    OutageChaos(Results results, int intents, Duration lasts) {
        this.results = results;
        this.intents = intents;
        this.lasts = lasts;
    }

    /** True if every guarantee held. */
    boolean run() throws IOException, InterruptedException {
        var begun = Instant.now();
        results.note("%d intents, %d a second; the backend takes %d ms, and fails for %d s"
                .formatted(intents, PER_SECOND, CALL.toMillis(), lasts.toSeconds()));
        var outage = new Outage(CALL);
        try (var chaos = ChaosStack.start()) {
            var setup = new Product.Setup(ChaosStack.policy("outage"), ROUTES, EXECUTORS, outage);
            try (var product = Product.start(chaos.stack(), setup);
                    var log = product.topics()) {
                var accepted = strike(product, outage);
                var open = Settling.await(log, accepted, DRAINS_WITHIN);
                open.stream().limit(20).forEach(id -> results.note("not settled: " + id));
                results.seconds("drained-after-return", Duration.ofNanos(System.nanoTime() - outage.backAt()));
                tellRates(product.backend().calls(), outage);
                boolean well = judge(product, Evidence.read(log, List.of(ACTION)), accepted, outage);
                results.seconds("duration", Duration.between(begun, Instant.now()));
                if (well) {
                    chaos.forget();
                }
                return well;
            }
        }
    }

    private Collection<String> strike(Product product, Outage outage) throws InterruptedException {
        try (var agents = new Agents(product);
                var load = new Load(agents, List.of(ACTION), PER_SECOND, intents)) {
            Await.until(WARM_WITHIN, () -> product.backend().calls().all() >= WARM_UP);
            Thread.sleep(NORMAL);
            outage.strike(lasts);
            return load.await(DRAINS_WITHIN);
        }
    }

    private void tellRates(CallLog calls, Outage outage) {
        long now = System.nanoTime();
        var normal = calls.perSecond(outage.failsAt() - NORMAL.toNanos(), outage.failsAt())
                .summaryStatistics();
        var during = calls.perSecond(outage.failsAt(), outage.backAt()).summaryStatistics();
        var after = calls.perSecond(outage.backAt(), now).summaryStatistics();
        results.count("normal-rate", Math.round(normal.getAverage()), "calls/s");
        results.count("normal-peak", normal.getMax(), "calls/s");
        results.count("outage-rate", Math.round(during.getAverage()), "calls/s");
        results.count("outage-peak", during.getMax(), "calls/s");
        results.count("return-peak", after.getMax(), "calls/s");
        results.count("most-in-flight", calls.mostInFlight(), "calls");
        results.seconds("called-after-return", outage.untilCalled());
        results.note("calls in each second of the outage: " + eachSecond(calls, outage.failsAt(), outage.backAt()));
        results.note("calls in each second from the return on: " + eachSecond(calls, outage.backAt(), now));
    }

    private static String eachSecond(CallLog calls, long from, long until) {
        return calls.perSecond(from, until).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    private boolean judge(Product product, Evidence evidence, Collection<String> accepted, Outage outage) {
        var effects = product.backend().effects().read();
        var oracle = new Oracle(evidence)
                .everyAcceptedIntentIsInTheLog(accepted)
                .everyIntentHasExactlyOneEnd(accepted)
                .nothingIsHandedOverTwice()
                .everyHandOverWasApproved()
                .noAttemptFollowsALivingLease()
                .noEffectIsDenied(effects)
                .everyWorkComesUnderOneKey(product.backend().calls())
                .noBudgetIsExceededAtAnyPrefix()
                .nothingStaysHeldWithoutAReason()
                .everyChainIsUnbroken();
        var attempts =
                oracle.attempts().stream().collect(Collectors.groupingBy(AttemptTrace::intent, Collectors.counting()));
        long most = attempts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        results.count("intents", accepted.size(), "intents");
        results.count("succeeded", Collections.frequency(oracle.states().values(), "SUCCEEDED"), "intents");
        results.count("dead", Collections.frequency(oracle.states().values(), "DEAD"), "intents");
        results.count("calls", product.backend().calls().all(), "calls");
        results.count("attempts", oracle.attempts().size(), "attempts");
        results.count("most-attempts-of-an-intent", most, "attempts");

        var violations = new ArrayList<>(oracle.violations());
        if (most > MOST_ATTEMPTS) {
            violations.add("an intent took %d attempts".formatted(most));
        }
        if (product.backend().calls().mostInFlight() > EXECUTORS * IN_FLIGHT) {
            violations.add("the backend had more calls at once than its routes allow");
        }
        var called = outage.untilCalled();
        if (called.isNegative() || called.compareTo(CALLED_WITHIN) > 0) {
            violations.add("the backend was back and not called for " + called);
        }
        return results.violations(violations);
    }
}
