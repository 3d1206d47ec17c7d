package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.countersign.executor.ApprovedActions;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Unknown;
import io.countersign.protocol.TokenUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LlmConnectorTest {

    private static final String CHAT = "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}";
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"hello\"}}],\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":1}}";

    private final HttpServer server;
    private int status = 200;
    private String answer = ANSWER;
    private String asked = "";

    LlmConnectorTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/v1/chat/completions", exchange -> {
            asked = exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_answer_comes_with_what_it_consumed() throws Exception {
        var result = call(true);

        assertThat(result).isInstanceOf(Result.Succeeded.class);
        assertThat(result.use()).isEqualTo(new TokenUse(1, 2, 0, 0, false, null));
        assertThat(asked).startsWith("Bearer model-key {\"max_tokens\":100,");
    }

    @Test
    void an_error_before_any_token_costs_nothing() throws Exception {
        status = 429;

        assertThat(call(false))
                .isInstanceOf(FailedRetryable.class)
                .extracting(Result::use)
                .isEqualTo(TokenUse.NONE);
    }

    @Test
    void where_nobody_can_tell_what_was_consumed_the_whole_hold_is_settled() throws Exception {
        status = 500;

        assertThat(call(false))
                .isInstanceOf(Unknown.class)
                .extracting(Result::use)
                .isNull();
    }

    @Test
    void an_answer_that_is_no_json_is_a_success_whose_use_is_not_known() throws Exception {
        answer = "hello";

        var result = (Result.Succeeded) call(true);

        assertThat(result.result()).isEqualTo("\"hello\"");
        assertThat(result.use()).isNull();
    }

    private Result call(boolean idempotent) throws InterruptedException {
        var secrets = new Secrets(Map.of("KEY", "model-key")::get);
        var settings = new LlmConnector.Settings(
                secrets.setting("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/"),
                Map.of("Authorization", secrets.setting("Bearer ${env:KEY}")),
                "small");
        return new LlmConnector(settings, secrets, String::length)
                .call(ApprovedActions.of(CHAT, idempotent, null, null, 100), ApprovedActions.attempt());
    }
}
