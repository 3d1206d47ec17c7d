package io.countersign.stack.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own model: a small local server with the OpenAI chat completions call. It understands nothing and says so,
 * and it thinks about that with as many tokens as it may.
 */
final class DemoModel implements AutoCloseable {

    private static final String WORDS =
            "I am the demo's own model and understand nothing. Where COUNTERSIGN_MODEL_URL names a"
                    + " real one, it answers here, over the same budgets.";
    private static final int TOKENS_A_WORD = 2;

    private static final Duration BETWEEN_WORDS = Duration.ofMillis(30);

    private final HttpServer server;

    private DemoModel(HttpServer server) {
        this.server = server;
    }

    static DemoModel start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/chat/completions", DemoModel::answer);
            server.start();
            return new DemoModel(server);
        } catch (IOException e) {
            throw new StackException("the demo's model cannot listen", e);
        }
    }

    /** The base URL of the API, as OpenAI clients want it. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JsonHttp.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int most = request.path("max_tokens").asInt(16);
            int input = Math.max(1, request.path("messages").toString().length() / 4);
            var usage = Map.of("prompt_tokens", input, "completion_tokens", most, "total_tokens", input + most);
            var spoken = Spoken.within(most);
            if (request.path("stream").asBoolean()) {
                stream(exchange, spoken, usage);
            } else {
                var message = Map.of("role", "assistant", "content", String.join("", spoken.words()));
                var body = JsonHttp.write(said(
                                List.of(choice("message", message, spoken.finish())),
                                Map.of("object", "chat.completion", "usage", usage)))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Word by word, as models do it. */
    private static void stream(HttpExchange exchange, Spoken spoken, Map<String, Integer> usage) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        for (var word : spoken.words()) {
            say(out, JsonHttp.write(said(List.of(choice("delta", Map.of("content", word), null)), Map.of())));
            LockSupport.parkNanos(BETWEEN_WORDS.toNanos());
        }
        say(out, JsonHttp.write(said(List.of(choice("delta", Map.of(), spoken.finish())), Map.of())));
        say(out, JsonHttp.write(said(List.of(), Map.of("usage", usage))));
        say(out, "[DONE]");
    }

    /** What it says, and whether that is all. */
    private record Spoken(List<String> words, String finish) {

        static Spoken within(int tokens) {
            var words = List.of(WORDS.split("(?<= )"));
            int said = Math.ceilDiv(tokens, TOKENS_A_WORD);
            return said < words.size() ? new Spoken(words.subList(0, said), "length") : new Spoken(words, "stop");
        }
    }

    private static void say(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Map<String, Object> said(List<Map<String, Object>> choices, Map<String, Object> more) {
        var said = new LinkedHashMap<String, Object>(more);
        said.put("id", "chatcmpl-demo");
        said.put("model", "demo-model");
        said.put("choices", choices);
        return said;
    }

    private static Map<String, Object> choice(String part, Map<String, String> content, @Nullable String finish) {
        var choice = new LinkedHashMap<String, Object>();
        choice.put("index", 0);
        choice.put(part, content);
        if (finish != null) {
            choice.put("finish_reason", finish);
        }
        return choice;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
