package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.Topics;
import io.countersign.v1.IntentEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two thousand intents, with {@code kill -9} of the broker's heart and of the executor half-way. */
final class KillIT {

    private static final int INTENTS = 2_000;
    private static final int USERS = 20;
    private static final List<String> ACTIONS = List.of("work.safe", "work.once");
    private static final Set<String> SETTLED =
            Set.of("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED", "UNKNOWN", "DEAD");

    @Test
    void no_intent_is_lost_doubled_or_overspent_when_services_are_killed_half_way() throws Exception {
        try (var product = Product.start();
                var agents = new Agents(product);
                var log = new TopicReader(
                        product.stack.broker().bootstrapServers(),
                        product.stack.registry().url())) {
            var accepted = submitAll(product, agents);
            awaitSettled(log, accepted);

            var oracle = new Oracle(log, ACTIONS);

            assertThat(accepted).hasSize(INTENTS);
            oracle.everyAcceptedIntentIsInTheLog(accepted)
                    .everyIntentHasExactlyOneEnd(accepted)
                    .nothingIsHandedOverTwice()
                    .everyHandOverWasApproved()
                    .noBudgetIsExceededAtAnyPrefix()
                    .nothingStaysHeldWithoutAReason()
                    .everyChainIsUnbroken()
                    .timeNeverGoesBack()
                    .effectsHappenAtMostOnce("work.once", product.backend.effects());
            assertThat(oracle.states().values()).contains("SUCCEEDED", "REJECTED");
        }
    }

    /** Every intent is repeated under its key until the door has acknowledged it. */
    private static Collection<String> submitAll(Product product, Agents agents) throws InterruptedException {
        var accepted = new ConcurrentLinkedQueue<String>();
        var begun = new AtomicInteger();
        var atOnce = new Semaphore(64);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < INTENTS; i++) {
                int number = i;
                atOnce.acquire();
                senders.submit(() -> {
                    try {
                        accepted.add(submit(agents, number));
                    } finally {
                        atOnce.release();
                    }
                    return null;
                });
                if (begun.incrementAndGet() == INTENTS / 2) {
                    senders.submit(() -> killBoth(product));
                }
            }
        }
        return accepted;
    }

    private static String submit(Agents agents, int number) throws InterruptedException {
        var action = ACTIONS.get(number % ACTIONS.size());
        while (true) {
            var id = agents.submit("user-" + number % USERS, "key-" + number, action, "{\"n\":" + number + "}");
            if (id.isPresent()) {
                return id.get();
            }
        }
    }

    private static void killBoth(Product product) {
        product.policyStream.kill();
        product.executor.kill();
        product.policyStream.start();
        product.executor.start();
    }

    static void awaitSettled(TopicReader log, Collection<String> ids) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    var states = new HashMap<String, String>();
                    log.all(Topics.EVENTS, IntentEvent.class)
                            .forEach(event -> states.put(event.getIntentId(), event.getTo()));
                    assertThat(ids).allSatisfy(id -> assertThat(states.get(id)).isIn(SETTLED));
                });
    }
}
