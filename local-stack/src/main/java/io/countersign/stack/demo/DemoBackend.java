package io.countersign.stack.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The demo's own backend: a small local server that stands for shops, warehouses and banks, and says so in every answer.
 * It misbehaves as the scenarios need it, and counts the effects that it had.
 */
final class DemoBackend implements AutoCloseable {

    /** A report that it does not have. */
    static final String LOST_REPORT = "2019-Q1";

    private static final String LABEL = "the demo's own backend";

    private final HttpServer server;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean warehouseOpen;

    private DemoBackend(HttpServer server) {
        this.server = server;
    }

    static DemoBackend start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var backend = new DemoBackend(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", backend::answer);
            server.start();
            return backend;
        } catch (IOException e) {
            throw new StackException("the demo's backend cannot listen", e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many calls arrived under a path with an idempotency key. */
    int calls(String path, String key) {
        return count(path + " " + key).get();
    }

    /** How many calls arrived under a path at all. */
    int calls(String path) {
        return count(path).get();
    }

    /** From now on the warehouse answers. */
    void openWarehouse() {
        warehouseOpen = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            int call = count(path + " " + key).incrementAndGet();
            count(path).incrementAndGet();
            switch (path) {
                case "/labels" -> send(exchange, call <= 2 ? 503 : 200, call <= 2 ? "busy" : "label printed");
                case "/inventory" ->
                    send(exchange, warehouseOpen ? 200 : 500, warehouseOpen ? "stock is up to date" : "out of order");
                case "/payouts" -> payOut(exchange);
                case "/reports" -> {
                    boolean lost = body.contains(LOST_REPORT);
                    send(exchange, lost ? 404 : 200, lost ? "no such report" : "done");
                }
                default -> send(exchange, 200, "done");
            }
        }
    }

    /** The money is gone at once; the answer never comes. */
    private void payOut(HttpExchange exchange) throws IOException {
        try {
            if (end.await(60, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        send(exchange, 200, "paid");
    }

    private AtomicInteger count(String name) {
        return calls.computeIfAbsent(name, unused -> new AtomicInteger());
    }

    private static void send(HttpExchange exchange, int status, String word) throws IOException {
        var body = JsonHttp.write(Map.of("message", word, "servedBy", LABEL)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
