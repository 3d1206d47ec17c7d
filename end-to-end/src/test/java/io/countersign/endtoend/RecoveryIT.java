package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Agents;
import io.countersign.chaos.Evidence;
import io.countersign.chaos.Load;
import io.countersign.chaos.Oracle;
import io.countersign.chaos.Product;
import io.countersign.chaos.Settling;
import io.countersign.chaos.TopicReader;
import io.countersign.contract.Topics;
import io.countersign.stack.Part;
import io.countersign.stack.Tasks;
import io.countersign.stack.process.Await;
import io.countersign.v1.IntentEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/** Part after part is killed under load and started again: decisions flow soon, and nothing that was accepted is lost. */
@Order(1)
@Tag("heavy")
@Isolated("what it measures is time")
final class RecoveryIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> ACTIONS = List.of("work.safe", "work.once");

    /** What is done to the product under load; it returns when everything has been started again. */
    @FunctionalInterface
    private interface Fault {
        void strike(Product product, Watch watch);
    }

    @Test
    void all_parts_one_after_the_other(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(3), (product, watch) -> {
            for (var part : parts(product)) {
                part.kill();
                part.start();
                pause(Duration.ofSeconds(2));
            }
        });
    }

    /** The launcher's supervisor starts each part on a thread of its own, so that they come up while others go down. */
    @Test
    void all_parts_in_one_sweep(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(20), (product, watch) -> {
            parts(product).forEach(Part::kill);
            Tasks.atOnce(
                    parts(product).stream().<Runnable>map(part -> part::start).toList());
        });
    }

    @Test
    void the_broker_alone_three_times(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(20), (product, watch) -> {
            for (int time = 0; time < 3; time++) {
                product.stack().broker().kill();
                product.stack().broker().start();
                pause(Duration.ofSeconds(5));
            }
        });
    }

    @Test
    void policy_stream_in_its_own_rebalance(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(3), (product, watch) -> {
            product.policyStream().kill();
            whileStarting(product.policyStream(), watch, product.policyStream()::kill);
            product.policyStream().start();
        });
    }

    @Test
    void the_broker_while_policy_stream_comes_up(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(10), (product, watch) -> {
            product.policyStream().kill();
            var broker = product.stack().broker();
            whileStarting(product.policyStream(), watch, () -> {
                broker.kill();
                broker.start();
            });
        });
    }

    @Test
    void the_registry_while_a_policy_stream_without_schemas_comes_up(TestReporter reporter) throws Exception {
        recoversFrom(reporter, Duration.ofSeconds(3), (product, watch) -> {
            product.policyStream().kill();
            product.stack().registry().kill();
            Tasks.atOnce(List.of(product.policyStream()::start, () -> {
                pause(Duration.ofSeconds(8));
                product.stack().registry().start();
            }));
        });
    }

    private static List<Part> parts(Product product) {
        return List.of(
                product.executor(),
                product.policyStream(),
                product.intake(),
                product.stack().broker(),
                product.stack().registry());
    }

    /** Starts a part, and does something to it or another one as soon as its streams are rebalancing. */
    private static void whileStarting(Part part, Watch watch, Runnable then) {
        var start = Thread.ofPlatform().start(() -> {
            try {
                part.start();
            } catch (RuntimeException killed) {
                // It is killed on purpose while it starts.
                assertThat(killed).isNotNull();
            }
        });
        try {
            Await.until(SOON, () -> watch.sees("REBALANCING"));
            then.run();
            start.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration duration) {
        Await.until(duration, () -> false);
    }

    private static void recoversFrom(TestReporter reporter, Duration before, Fault fault) throws Exception {
        try (var product = Products.start();
                var agents = new Agents(product);
                var watch = Watch.over(product.policyStream());
                var load = new Load(agents, ACTIONS, 20)) {
            pause(before);
            long process = product.policyStream().pid();
            fault.strike(product, watch);
            long restarted = System.nanoTime();

            var probe = load.next();
            try (var log = product.topics()) {
                await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(() -> isDecided(log, probe));
                var recovery = Duration.ofNanos(System.nanoTime() - restarted);
                reporter.publishEntry("decides again after", recovery.toMillis() + " ms");

                var accepted = load.end();
                assertThat(Settling.await(log, accepted, Duration.ofMinutes(3))).isEmpty();
                var oracle = new Oracle(Evidence.read(log, ACTIONS))
                        .everyAcceptedIntentIsInTheLog(accepted)
                        .everyIntentHasExactlyOneEnd(accepted)
                        .nothingIsHandedOverTwice()
                        .everyHandOverWasApproved()
                        .noBudgetIsExceededAtAnyPrefix()
                        .nothingStaysHeldWithoutAReason()
                        .everyChainIsUnbroken()
                        .effectsHappenAtMostOnce(
                                "work.once", product.backend().effects().read())
                        .noEffectIsDenied(product.backend().effects().read());
                assertThat(oracle.violations()).isEmpty();
            }
            assertThat(watch.answers()).noneMatch(Watch.Answer::claimsToWorkOnNothing);
            if (product.policyStream().pid() != process) {
                // One that lived through it all need not have noticed: a broker is back in two seconds.
                assertThat(watch.answers()).anyMatch(answer -> !answer.ready());
            }
            assertThat(watch.answers().getLast().ready()).isTrue();
        }
    }

    private static boolean isDecided(TopicReader log, String id) {
        return log.all(Topics.EVENTS, IntentEvent.class).stream().anyMatch(event -> id.equals(event.getIntentId()));
    }
}
