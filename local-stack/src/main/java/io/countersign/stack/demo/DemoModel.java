package io.countersign.stack.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The demo's own model: a small local server with the OpenAI chat completions call. It understands nothing and says so,
 * and it uses as many tokens as it may.
 */
final class DemoModel implements AutoCloseable {

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
            var answer = Map.of(
                    "id", "chatcmpl-demo",
                    "object", "chat.completion",
                    "model", "demo-model",
                    "choices",
                            List.of(Map.of(
                                    "index",
                                    0,
                                    "finish_reason",
                                    "length",
                                    "message",
                                    Map.of(
                                            "role",
                                            "assistant",
                                            "content",
                                            "I am the demo's own model and understand nothing."))),
                    "usage",
                            Map.of(
                                    "prompt_tokens", input,
                                    "completion_tokens", most,
                                    "total_tokens", input + most));
            var body = JsonHttp.write(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
