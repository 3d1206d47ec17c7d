package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.chaos.Product;
import io.countersign.stack.identity.TokenRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own client from npm, unmodified, through the whole product. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@EnabledIf(
        value = "io.countersign.endtoend.NodeClient#isWanted",
        disabledReason = "without npm ci in end-to-end/src/test/npm and the examples")
@ExtendWith(SharedProduct.Giver.class)
final class OpenAiClientIT {

    private static final String WHOLE = "%1$s-0 %1$s-1 %1$s-2 %1$s-3 %1$s-4 ";

    private static Product product;
    private static String token;

    @BeforeAll
    static void begin(SharedProduct shared) {
        product = shared.with(SharedProduct.CHATS);
        shared.model().answersIn(5, Duration.ofMillis(20));
        token = product.stack()
                .identity()
                .token(new TokenRequest(Product.TENANT, "olga", "agent", null, Set.of("support")));
    }

    @Test
    void it_is_answered_streamed_refused_and_held_and_never_storms() throws Exception {
        var seen = NodeClient.run("openai.mjs", environment());

        assertThat(seen.at("/whole/content").asText()).isEqualTo(WHOLE.formatted("whole"));
        assertThat(seen.at("/whole/usage/total_tokens").asLong()).isEqualTo(15);
        assertThat(seen.at("/streamed/content").asText()).isEqualTo(WHOLE.formatted("streamed"));
        assertThat(seen.at("/streamed/pieces").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(seen.at("/streamed/finish").asText()).isEqualTo("stop");
        assertThat(seen.at("/streamed/usage/total_tokens").asLong()).isEqualTo(15);
        assertThat(seen.at("/assembled/content").asText()).isEqualTo(WHOLE.formatted("assembled"));
        assertThat(seen.at("/assembled/role").asText()).isEqualTo("assistant");
        assertThat(seen.path("remaining").asLong()).isBetween(1L, 100_000L);
        assertRefused(seen.path("refused"), "PermissionDeniedError", "RULE", "that is nobody's business");
        assertRefused(seen.path("held"), "PermissionDeniedError", "HELD", "somebody has to look at this");
        assertThat(seen.at("/held/type").asText()).isEqualTo("held_for_review");
        assertThat(seen.at("/tooMuch/kind").asText()).isEqualTo("RateLimitError");
        assertThat(seen.at("/tooMuch/requests").asInt()).isOne();
        assertThat(seen.at("/malformed/kind").asText()).isEqualTo("BadRequestError");
        assertThat(seen.at("/nobody/kind").asText()).isEqualTo("AuthenticationError");
        assertRefused(seen.path("mistyped"), "NotFoundError", "UNKNOWN_MODEL", "there is no model 'smal'");
        for (var call : List.of("embeddings", "responses", "completions")) {
            assertRefused(
                    seen.path(call),
                    "NotFoundError",
                    "NOT_FOUND",
                    "there is nothing at this path: of OpenAI's API there are POST /v1/chat/completions, GET /v1/models"
                            + " and GET /v1/models/{model}");
        }
        assertThat(seen.path("models").toString()).isEqualTo("[\"small\"]");
        assertThat(stateOf(seen.at("/held/id").asText())).isEqualTo("HELD");
        var left = seen.path("left").asText().replaceFirst("^chatcmpl-", "");
        await().atMost(Duration.ofSeconds(20)).until(() -> stateOf(left).matches("CANCELLED|SUCCEEDED"));
    }

    @Test
    void the_example_prints_what_the_model_says() throws Exception {
        assertThat(NodeClient.chat(environment(), "example"))
                .startsWith(WHOLE.formatted("example"))
                .contains("15 tokens, chatcmpl-");
    }

    @Test
    void the_example_says_in_a_line_what_is_wrong() throws Exception {
        NodeClient.endOfChat(Map.of()).complains(2, "usage: ");
        NodeClient.endOfChat(with("COUNTERSIGN_TOKEN", "no-token"))
                .complains(1, "401 authentication_error UNAUTHENTICATED");
        NodeClient.endOfChat(with("COUNTERSIGN_URL", "http://127.0.0.1:2/v1"))
                .complains(1, "no door at http://127.0.0.1:2/v1: ");
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(environment());
        environment.put(name, value);
        return environment;
    }

    private static void assertRefused(JsonNode refusal, String kind, String code, String message) {
        assertThat(refusal.path("kind").asText()).isEqualTo(kind);
        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("message").asText()).isEqualTo(message);
        assertThat(refusal.path("requests").asInt()).isOne();
    }

    private static String stateOf(String intentId) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(product.intake().url() + "/v1/intents/" + intentId))
                    .header("Authorization", "Bearer " + token)
                    .build();
            var body = http.send(request, BodyHandlers.ofString()).body();
            return new ObjectMapper().readTree(body).path("state").asText();
        }
    }

    private static Map<String, String> environment() {
        return Map.of("COUNTERSIGN_URL", product.intake().url() + "/v1", "COUNTERSIGN_TOKEN", token);
    }
}
