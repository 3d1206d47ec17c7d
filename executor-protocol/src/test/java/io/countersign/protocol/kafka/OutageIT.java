package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.LocalStack;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The broker that everybody shares goes away under the examples: no other test runs meanwhile. */
@Isolated
@SuppressWarnings("NullAway.Init") // BeforeEach sets the fields
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private FakePolicyStream policyStream;
    private Refunds refunds;
    private String action = "";

    @BeforeEach
    void start() throws IOException {
        policyStream = FakePolicyStream.on(LocalStack.shared());
        action = policyStream.newAction();
        refunds = Refunds.start();
    }

    @AfterEach
    void stop() {
        refunds.close();
        policyStream.close();
    }

    @Test
    void the_example_in_java_outlives_a_broker_that_is_away_and_says_so() throws Exception {
        try (var executor = running(JavaExample.compiledTo(folder).process(), "refunds-team")) {
            whileTheBrokerIsAway(executor, "could not be established");

            assertThat(reported().getLast()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }
    }

    @Test
    @EnabledIf(
            value = "io.countersign.protocol.kafka.NodeExample#isWanted",
            disabledReason = "without node, or npm ci in examples/node-executor")
    void the_example_in_node_outlives_a_broker_that_is_away_and_says_so() throws Exception {
        try (var executor = running(NodeExample.process(), "node-executor")) {
            whileTheBrokerIsAway(executor, "Restarting the consumer");

            awaitSuccess();
        }
    }

    /** One that has done something already. */
    private ExampleExecutor running(ProcessBuilder example, String group) throws IOException {
        var executor = ExampleExecutor.start(example, folder, policyStream, group, action, refunds.url());
        awaitSuccess();
        return executor;
    }

    private static void whileTheBrokerIsAway(ExampleExecutor executor, String says) throws Exception {
        var broker = LocalStack.shared().broker();
        broker.stop();
        try {
            await().atMost(PATIENCE).until(() -> executor.said().contains(says));
        } finally {
            broker.start();
        }
    }

    /** The consumers come one after the other: before the last one has, what must not happen twice is not begun. */
    private void awaitSuccess() {
        await().atMost(PATIENCE).until(() -> reported().getLast() == OutcomeStatus.SUCCEEDED);
    }

    /** What is said of another attempt that must not happen twice, to the end. */
    private List<OutcomeStatus> reported() {
        var approval = policyStream.approval(action, false);
        policyStream.approve(approval);
        await().atMost(PATIENCE).until(() -> policyStream.ended().contains(approval.getId()));
        return policyStream.statusesOf(approval);
    }
}
