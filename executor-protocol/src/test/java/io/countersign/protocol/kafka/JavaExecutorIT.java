package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.LocalStack;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example in Java, compiled against this library alone and run as a process of its own. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
class JavaExecutorIT {

    @TempDir
    static Path folder;

    private static FakePolicyStream policyStream;
    private static Refunds refunds;
    private static JavaExample example;
    private static ExampleExecutor executor;
    private static String action = "";

    @BeforeAll
    static void start() throws IOException {
        var stack = LocalStack.shared();
        policyStream = FakePolicyStream.on(stack);
        action = policyStream.newAction();
        refunds = Refunds.start();
        example = JavaExample.compiledTo(folder);
        executor = executor("refunds-team", action, refunds.url());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        executor.close();
        refunds.close();
        policyStream.close();
    }

    @Test
    void its_project_depends_on_this_library_as_it_is() throws IOException {
        var project = Files.readString(JavaExample.SOURCES.resolve("pom.xml"));
        var parent = Files.readString(Path.of("../pom.xml"));
        var version = parent.substring(parent.indexOf("<version>"), parent.indexOf("</version>"));

        assertThat(project).containsIgnoringWhitespaces("<artifactId>executor-protocol</artifactId>" + version);
    }

    @Test
    void it_refunds_once_and_passes_the_backends_answer_on() {
        var approval = policyStream.approval(action, false);

        policyStream.approve(approval);

        var end = awaitEnd(approval, OutcomeStatus.SUCCEEDED);
        assertThat(end.getResult()).isEqualTo("{\"key\":\"" + approval.getIdempotencyKey() + "\"}");
    }

    @Test
    void it_says_what_the_answer_of_its_backend_means() {
        var refused = policyStream.approval(action, false);
        refused.setParameters("{\"answer\":422}");
        var busy = policyStream.approval(action, true);
        busy.setParameters("{\"answer\":503}");
        var broken = policyStream.approval(action, false);
        broken.setParameters("{\"answer\":500}");

        List.of(refused, busy, broken).forEach(policyStream::approve);

        awaitEnd(refused, OutcomeStatus.FAILED);
        assertThat(awaitEnd(busy, OutcomeStatus.FAILED_RETRYABLE).getNoEffect()).isFalse();
        awaitEnd(broken, OutcomeStatus.UNKNOWN);
    }

    @Test
    void it_says_that_a_backend_without_a_connection_has_had_no_effect() throws Exception {
        var itsAction = policyStream.newAction();
        var approval = policyStream.approval(itsAction, true);
        try (var vanishing = Vanishing.start();
                var another = executor("another-team", itsAction, vanishing.url())) {
            policyStream.approve(approval);

            var end = awaitEnd(approval, OutcomeStatus.FAILED_RETRYABLE);
            assertThat(end.getNoEffect()).isTrue();
            assertThat(end.getError().getCode()).isEqualTo("BACKEND_AWAY");
        }
    }

    @Test
    void it_begins_nothing_while_its_backend_is_down() {
        refunds.goDown();
        var approval = policyStream.approval(action, false);
        policyStream.approve(approval);
        var asked = refunds.timesAsked();
        await().atMost(Duration.ofSeconds(30)).until(() -> refunds.timesAsked() > asked);
        assertThat(policyStream.outcomesOf(approval)).isEmpty();

        refunds.comeBack();

        awaitEnd(approval, OutcomeStatus.SUCCEEDED);
    }

    @Test
    void it_looks_an_effect_up() {
        var approval = policyStream.approval(action, false);
        policyStream.approve(approval);
        awaitEnd(approval, OutcomeStatus.SUCCEEDED);

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    policyStream.probe(approval, "probe");
                    return policyStream.outcomesOf(approval).size() > 2;
                });

        var answer = policyStream.outcomesOf(approval).get(2);
        assertThat(answer.getLease()).isEqualTo("probe");
        assertThat(answer.getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @MethodSource("io.countersign.protocol.kafka.ExampleExecutor#needs")
    void it_says_in_a_line_what_is_not_there_when_it_starts_and_ends(String what, String name, String address)
            throws Exception {
        ExampleExecutor.complains(example.process(), folder, policyStream, what, name, address);
    }

    @Test
    void it_says_in_a_line_that_its_token_cannot_be_read_and_ends() throws Exception {
        var nowhere = folder.resolve("no-token").toString();

        ExampleExecutor.complains(
                example.process(),
                folder,
                policyStream,
                Map.of("COUNTERSIGN_SERVICE_TOKEN", nowhere),
                "token at " + nowhere + " (COUNTERSIGN_SERVICE_TOKEN): ");
    }

    private static Outcome awaitEnd(ApprovedIntent approval, OutcomeStatus end) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(policyStream.statusesOf(approval)).containsExactly(OutcomeStatus.STARTED, end));
        return policyStream.outcomesOf(approval).getLast();
    }

    private static ExampleExecutor executor(String group, String action, String backend) throws IOException {
        return ExampleExecutor.start(example.process(), folder, policyStream, group, action, backend);
    }
}
