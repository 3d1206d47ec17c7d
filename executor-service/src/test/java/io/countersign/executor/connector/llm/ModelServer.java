package io.countersign.executor.connector.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A provider of models that answers as a test says, and remembers what it was asked. */
final class ModelServer implements AutoCloseable {

    /** How to answer a request that has been read. */
    @FunctionalInterface
    interface Script {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final CountDownLatch hungUp = new CountDownLatch(1);
    volatile Script script = exchange -> {};
    private final HttpServer server;

    ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Answers with a stream of these events. */
    void streams(String... events) {
        script = exchange -> {
            try (var body = stream(exchange)) {
                for (var event : events) {
                    send(body, event);
                }
            }
        };
    }

    void answers(int status, String contentType, String body, String... headers) {
        script = exchange -> {
            for (var header = 0; header < headers.length; header += 2) {
                exchange.getResponseHeaders().set(headers[header], headers[header + 1]);
            }
            exchange.getResponseHeaders().set("Content-Type", contentType);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Begins a stream of events. */
    static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    static void send(OutputStream body, String event) throws IOException {
        body.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    /** A piece of an answer that says so much. */
    static String says(String text) {
        return "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"index\":0}],\"model\":\"theirs\"}";
    }

    static String ends(String reason) {
        return "{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\",\"index\":0}]}";
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            script.answer(exchange);
        } catch (IOException gone) {
            hungUp.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
