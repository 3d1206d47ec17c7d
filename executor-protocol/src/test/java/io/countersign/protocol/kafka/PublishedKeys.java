package io.countersign.protocol.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.protocol.KeySource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The keys that verify approvals, at an address, as policy-stream publishes them. While they are away it hangs up, breaks off
 * in the middle of its answer and answers with a page, by turns.
 */
final class PublishedKeys implements AutoCloseable {

    private static final byte[] PAGE = "<html>Back soon.</html>".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final byte[] keys;
    private final AtomicInteger timesAway = new AtomicInteger();
    private volatile boolean away;

    PublishedKeys(KeySource source) throws IOException {
        keys = source.fetch().getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/v1/keys", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/keys";
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    /** How often they were asked for while they were away. */
    int timesAway() {
        return timesAway.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!away) {
                send(exchange, keys, keys.length);
                return;
            }
            switch (timesAway.getAndIncrement() % 3) {
                case 0 -> {}
                case 1 -> send(exchange, keys, keys.length * 2);
                default -> send(exchange, PAGE, PAGE.length);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] bytes, int announced) throws IOException {
        exchange.sendResponseHeaders(200, announced);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }
}
