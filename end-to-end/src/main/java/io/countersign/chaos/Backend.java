package io.countersign.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.chaos.Behaviour.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A backend that writes every effect down, under the idempotency key that it came with, and behaves as it is told. At
 * {@code /keyed} it does nothing twice under one key; at {@code /plain} it does what it is asked, as often as it is asked.
 */
public final class Backend implements AutoCloseable {

    private final HttpServer server;
    private final EffectLog effects;
    private final CallLog calls = new CallLog();
    private volatile Conduct conduct;

    private Backend(HttpServer server, EffectLog effects, Conduct conduct) {
        this.server = server;
        this.effects = effects;
        this.conduct = conduct;
    }

    /** On a free port, with its book in this file. */
    static Backend start(Path book, Conduct conduct) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        var backend = new Backend(server, EffectLog.in(book), conduct);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keyed", exchange -> backend.work(exchange, true));
        server.createContext("/plain", exchange -> backend.work(exchange, false));
        server.start();
        return backend;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How it behaves from now on. */
    public void behaves(Conduct next) {
        conduct = next;
    }

    /** What it did. */
    public EffectLog effects() {
        return effects;
    }

    /** What it was asked to do. */
    public CallLog calls() {
        return calls;
    }

    private void work(HttpExchange exchange, boolean keyed) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            int number = calls.begun(key, body);
            try {
                behave(exchange, conduct.of(key, number), key, keyed);
            } finally {
                calls.ended();
            }
        }
    }

    private void behave(HttpExchange exchange, Behaviour behaviour, String key, boolean keyed) throws IOException {
        pause(behaviour.before());
        if (behaviour.effect()) {
            if (keyed) {
                effects.writeOnce(key);
            } else {
                effects.write(key);
            }
        }
        pause(behaviour.after());
        answer(exchange, behaviour.answer());
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        if (answer == Answer.NONE) {
            // Closing an exchange that was not answered closes its connection.
            return;
        }
        var body = "{\"done\":%b}".formatted(answer == Answer.DONE).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        effects.close();
    }
}
