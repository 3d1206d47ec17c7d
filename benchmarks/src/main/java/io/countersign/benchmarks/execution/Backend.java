package io.countersign.benchmarks.execution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that answers at once, after two seconds, or not before it is let; and says how many calls it has at once. */
final class Backend implements AutoCloseable {

    static final Duration SLOW = Duration.ofSeconds(2);

    static {
        // Kept connections that it closes on its own are calls that break.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
    }

    private static final byte[] ANSWER = "{\"done\":true}".getBytes(StandardCharsets.UTF_8);
    private static final int BACKLOG = 10_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    Backend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/prompt", exchange -> answer(exchange, () -> {}));
        server.createContext("/slow", exchange -> answer(exchange, () -> Thread.sleep(SLOW)));
        server.createContext("/blocked", exchange -> answer(exchange, blocked::await));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The most calls that it had at one time. */
    int most() {
        return most.get();
    }

    /** Answers what was blocked. */
    void unblock() {
        blocked.countDown();
    }

    @Override
    public void close() {
        unblock();
        server.stop(0);
        threads.close();
    }

    private interface Wait {
        void until() throws InterruptedException;
    }

    private void answer(HttpExchange exchange, Wait wait) throws IOException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            wait.until();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            atOnce.decrementAndGet();
        }
    }
}
