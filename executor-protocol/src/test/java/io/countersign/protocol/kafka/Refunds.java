package io.countersign.protocol.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The backend that the examples are written for. An order's {@code answer} is the status that it answers with, and its
 * {@code location}, if there is one, goes with it.
 */
final class Refunds implements AutoCloseable {

    private final HttpServer server;
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final List<String> health = new CopyOnWriteArrayList<>();
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    private Refunds(HttpServer server) {
        this.server = server;
    }

    /** On a free port. */
    static Refunds start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            var refunds = new Refunds(server);
            server.createContext("/", refunds::answer);
            server.start();
            return refunds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it says that it is down. */
    void goDown() {
        down.add("now");
    }

    void comeBack() {
        down.clear();
    }

    /** How often it was asked whether it is up. */
    int timesAsked() {
        return health.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/health")) {
                health.add(path);
                exchange.sendResponseHeaders(down.isEmpty() ? 200 : 503, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                refund(exchange, body);
            } else {
                find(exchange, path.substring("/refunds/".length()));
            }
        }
    }

    private void refund(HttpExchange exchange, String body) throws IOException {
        var key = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        if (body.startsWith("{\"answer\":")) {
            if (body.contains("\"location\":\"")) {
                exchange.getResponseHeaders().set("Location", body.split("\"", -1)[5]);
            }
            exchange.sendResponseHeaders(Integer.parseInt(body.substring(10, 13)), -1);
        } else {
            made.add(key);
            send(exchange, key);
        }
    }

    private void find(HttpExchange exchange, String key) throws IOException {
        if (made.contains(key)) {
            send(exchange, key);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private static void send(HttpExchange exchange, String key) throws IOException {
        var body = ("{\"key\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
