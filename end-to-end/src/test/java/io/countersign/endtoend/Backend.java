package io.countersign.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Writes every effect down, under the idempotency key that it came with. */
final class Backend implements AutoCloseable {

    private final HttpServer server;
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private volatile Duration takes = Duration.ofMillis(20);

    private Backend(HttpServer server) {
        this.server = server;
    }

    static Backend start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        var backend = new Backend(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/work", backend::work);
        server.start();
        return backend;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How long a call takes from now on. */
    void takes(Duration duration) {
        takes = duration;
    }

    /** The idempotency keys of all effects, in their order. */
    List<String> effects() {
        return List.copyOf(effects);
    }

    private void work(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            effects.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            LockSupport.parkNanos(takes.toNanos());
            var body = "{\"done\":true}".getBytes(StandardCharsets.UTF_8);
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
