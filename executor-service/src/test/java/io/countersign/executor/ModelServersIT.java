package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a real broker, with models of two servers that nobody here wrote. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@EnabledIf(
        value = "io.countersign.executor.ModelServers#areWanted",
        disabledReason = "without npm ci in executor-service/src/test/npm")
class ModelServersIT {

    private static final LocalStack STACK = LocalStack.shared();
    private static Approvals approvals;
    private static ModelServers servers;
    private static ServiceProcess executor;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assertThat(ModelServers.areInstalled())
                .as("npm ci was run in src/test/npm")
                .isTrue();
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        approvals = new Approvals(STACK);
        approvals.topicsOf("llm.chat");
        servers = new ModelServers(folder);
        var routes = Files.writeString(folder.resolve("routes.yaml"), """
                routes:
                  - action: llm.chat
                    connector: llm
                    providers:
                      first: {url: "%s", key: "${env:MODEL_KEY}"}
                      second: {url: "%s"}
                    models:
                      small: {provider: first, as: gpt-9-mini}
                      large: {provider: second, as: llama-12}
                    default: small
                """.formatted(servers.first(), servers.second()));
        executor = STACK.service(
                Service.EXECUTOR, Map.of("COUNTERSIGN_ROUTES", routes.toString(), "MODEL_KEY", "canary-of-the-model"));
        executor.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (executor != null) {
            executor.stop();
            servers.close();
            approvals.close();
        }
    }

    @Test
    void an_answer_of_the_first_comes_in_pieces_with_its_usage() throws Exception {
        var end = ask("small", List.of(), "please greet me", 100);

        assertThat(end.getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(contentOf(end)).isEqualTo("Good morning from the first server, at your service.");
        assertThat(textOf(approvals.outputOf(end))).isEqualTo(contentOf(end));
        assertThat(approvals.outputOf(end))
                .hasSize(end.getChunks())
                .allMatch(piece -> piece.contains("\"model\":\"small\""));
        assertThat(end.getUsage().getModel()).isEqualTo("small");
        assertThat(end.getUsage().getCounted()).isFalse();
        assertThat(end.getUsage().getOutputTokens()).isPositive();
    }

    @Test
    void an_answer_of_the_second_is_counted_as_it_reports_no_usage() throws Exception {
        var end = ask("large", List.of(), "hello there", 100);

        assertThat(contentOf(end)).isEqualTo("The second server heard: hello there");
        assertThat(textOf(approvals.outputOf(end))).isEqualTo(contentOf(end));
        assertThat(end.getUsage().getCounted()).isTrue();
        assertThat(end.getUsage().getOutputTokens()).isBetween(5L, 12L);
        assertThat(end.getUsage().getModel()).isEqualTo("large");
    }

    @Test
    void a_call_of_a_tool_is_put_together() throws Exception {
        var end = ask("small", List.of(), "what is the weather", 100);

        var call = parsed(end.getResult()).at("/choices/0/message/tool_calls/0/function");
        assertThat(call.path("name").asText()).isEqualTo("get_weather");
        assertThat(parsed(call.path("arguments").asText()).path("city").asText())
                .isEqualTo("Berlin");
        assertThat(parsed(end.getResult()).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
    }

    @Test
    void the_second_answers_where_the_first_is_over_its_limit_and_the_outcome_says_so() throws Exception {
        var end = ask("small", List.of("large"), "one too many", 100);

        assertThat(contentOf(end)).isEqualTo("The second server heard: one too many");
        assertThat(end.getFallback()).isTrue();
        assertThat(end.getUsage().getModel()).isEqualTo("large");
        assertThat(end.getPassedOver()).singleElement().satisfies(passed -> {
            assertThat(passed.getModel()).isEqualTo("small");
            assertThat(passed.getCode()).isEqualTo("HTTP_429");
        });
    }

    @Test
    void the_first_answers_where_the_second_reports_an_error_with_status_200() throws Exception {
        var end = ask("large", List.of("small"), "overloaded? greet", 100);

        assertThat(contentOf(end)).startsWith("Good morning");
        assertThat(end.getPassedOver()).extracting(passed -> passed.getCode()).containsExactly("PROVIDER_ERROR");
    }

    @Test
    void an_answer_that_breaks_off_is_a_failure_with_what_was_consumed() throws Exception {
        var end = ask("small", List.of("large"), "break", 100);

        assertThat(end.getStatus()).isEqualTo(OutcomeStatus.FAILED_RETRYABLE);
        assertThat(end.getError().getCode()).isEqualTo("STREAM_BROKEN");
        assertThat(end.getUsage().getCounted()).isTrue();
        assertThat(end.getUsage().getOutputTokens()).isPositive();
    }

    @Test
    void an_answer_that_is_longer_than_what_was_reserved_is_cut() throws Exception {
        var end = ask("small", List.of(), "long", 5);

        assertThat(contentOf(end)).isEqualTo("one two three four five");
        assertThat(parsed(end.getResult()).at("/choices/0/finish_reason").asText())
                .isEqualTo("length");
        assertThat(parsed(approvals.outputOf(end).getLast())
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("length");
    }

    private static Outcome ask(String model, List<String> fallbacks, String words, long most) throws Exception {
        var approval = approvals.chat(model, fallbacks, words, most);
        await().until(() -> approvals.outcomesOf(approval).size() == 2);
        return approvals.outcomesOf(approval).getLast();
    }

    private static String contentOf(Outcome end) throws MalformedJson {
        return parsed(end.getResult()).at("/choices/0/message/content").asText();
    }

    private static String textOf(List<String> pieces) throws MalformedJson {
        var text = new StringBuilder();
        for (var piece : pieces) {
            text.append(parsed(piece).at("/choices/0/delta/content").asText(""));
        }
        return text.toString();
    }

    private static JsonNode parsed(String json) throws MalformedJson {
        return CanonicalJson.parse(json);
    }
}
