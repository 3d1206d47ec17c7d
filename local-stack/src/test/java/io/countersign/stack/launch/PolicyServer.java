package io.countersign.stack.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.policy.PolicyClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@code /v1/policy} as policy-stream does, and remembers what was pushed; a version is the text's length. */
final class PolicyServer implements AutoCloseable {

    final List<String> pushed = new ArrayList<>();
    private final HttpServer server;
    private @Nullable String active;

    PolicyServer(@Nullable String active) throws IOException {
        this.active = active;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/policy", this::answer);
        server.start();
    }

    PolicyClient client() {
        return new PolicyClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    static String version(String yaml) {
        return "v" + yaml.length();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            active = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            pushed.add(active);
            // The first answer comes before all partitions have adopted it, as a first start's does.
            boolean first = pushed.size() == 1;
            send(exchange, first ? 202 : 200, "{\"version\":\"%s\"}".formatted(version(active)));
        } else if (active == null) {
            send(exchange, 404, "{\"code\":\"NOT_FOUND\"}");
        } else {
            exchange.getResponseHeaders().add("ETag", "\"%s\"".formatted(version(active)));
            send(exchange, 200, active);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
