package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.LocalStack;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The broker that everybody shares goes away under the examples: no other test runs meanwhile. */
@Isolated
@SuppressWarnings("NullAway.Init") // BeforeEach sets the fields
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As the example's own settings write it: the time to the second. */
    private static final Pattern JAVA_WARNING =
            Pattern.compile("^\\d\\d:\\d\\d:\\d\\d \\[[^]]+] WARN org\\.apache\\.kafka\\.", Pattern.MULTILINE);

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
        try (var executor = executor(JavaExample.compiledTo(folder).process(), "refunds-team")) {
            awaitSuccess();
            assertThat(executor.said()).as("what its settings silence").doesNotContain(" INFO org.apache.kafka.");
            whileTheBrokerIsAway(executor, JAVA_WARNING);

            assertThat(reported().getLast()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }
    }

    /** Its client takes half a minute to come back. */
    @Test
    @Tag("heavy")
    @EnabledIf(
            value = "io.countersign.protocol.kafka.NodeExample#isWanted",
            disabledReason = "without node, or npm ci in examples/node-executor")
    void the_example_in_node_outlives_a_broker_that_is_away_and_says_so() throws Exception {
        try (var executor = executor(NodeExample.process(), "node-executor")) {
            awaitSuccess();
            whileTheBrokerIsAway(executor, Pattern.compile("Restarting the consumer"));

            awaitSuccess();
        }
    }

    private ExampleExecutor executor(ProcessBuilder example, String group) throws IOException {
        return ExampleExecutor.start(example, folder, policyStream, group, action, refunds.url());
    }

    private static void whileTheBrokerIsAway(ExampleExecutor executor, Pattern says) throws Exception {
        var before = executor.said().length();
        var broker = LocalStack.shared().broker();
        broker.stop();
        try {
            await().atMost(PATIENCE).until(() -> says.matcher(executor.said()).find(before));
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
