package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Agents;
import io.countersign.chaos.Conduct;
import io.countersign.chaos.Evidence;
import io.countersign.chaos.Kills;
import io.countersign.chaos.Load;
import io.countersign.chaos.Oracle;
import io.countersign.chaos.Product;
import io.countersign.chaos.Settling;
import io.countersign.chaos.Unreliable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Intents by the hundred against a backend on a bad day, with {@code kill -9} of the broker's heart half-way, and of the
 * executor again and again: the short form of {@code ./countersign chaos executors}.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Products.OWN)
final class KillIT {

    private static final int INTENTS = 1_000;
    private static final int KILLS = 3;
    private static final long SEED = 1;
    private static final List<String> ACTIONS = List.of("work.safe", "work.once");

    @Test
    void no_intent_is_lost_doubled_or_overspent_when_services_are_killed_half_way() throws Exception {
        try (var product = Products.start(new Unreliable(SEED, Duration.ofSeconds(4)));
                var agents = new Agents(product);
                var log = product.topics()) {
            var accepted = submitAndKill(product, agents);
            assertThat(Settling.await(log, accepted, Duration.ofMinutes(3))).isEmpty();

            var effects = product.backend().effects().read();
            var oracle = new Oracle(Evidence.read(log, ACTIONS))
                    .everyAcceptedIntentIsInTheLog(accepted)
                    .everyIntentHasExactlyOneEnd(accepted)
                    .nothingIsHandedOverTwice()
                    .everyHandOverWasApproved()
                    .noAttemptFollowsALivingLease()
                    .noBudgetIsExceededAtAnyPrefix()
                    .nothingStaysHeldWithoutAReason()
                    .everyChainIsUnbroken()
                    .timeNeverGoesBack()
                    .effectsHappenAtMostOnce("work.once", effects)
                    .noEffectIsDenied(effects)
                    .everyWorkComesUnderOneKey(product.backend().calls());

            assertThat(oracle.violations()).isEmpty();
            assertThat(accepted).hasSize(INTENTS);
            assertThat(Set.copyOf(oracle.states().values())).contains("SUCCEEDED", "REJECTED", "UNKNOWN");
            assertThat(oracle.attempts()).anyMatch(attempt -> !attempt.reported());
        }
    }

    private static Collection<String> submitAndKill(Product product, Agents agents) throws InterruptedException {
        try (var load = new Load(agents, ACTIONS, 150, INTENTS);
                var executors = new Kills(product.executors(), product.backend().calls()::inFlight, SEED)) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(product.backend().calls().all())
                            .as(() -> "calls, of %d accepted"
                                    .formatted(load.accepted().size()))
                            .isGreaterThanOrEqualTo(INTENTS / 10));
            executors.strike(KILLS, Duration.ofSeconds(2), kill -> {
                if (kill.number() == 2) {
                    product.policyStream().kill();
                    product.policyStream().start();
                }
            });
            var accepted = load.await(Duration.ofMinutes(2));
            // What it is judged by has happened: the rest need not be waited for.
            product.backend().behaves(Conduct.steady(Duration.ofMillis(20)));
            return accepted;
        }
    }
}
