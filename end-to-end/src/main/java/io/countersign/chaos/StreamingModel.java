package io.countersign.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A model behind OpenAI's API that answers each question, its last message, with {@code <question>-0 <question>-1 ...}. */
public final class StreamingModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private volatile Pace pace;
    private final AtomicInteger streaming = new AtomicInteger();

    /** How an answer comes: so many of its pieces at first, and the rest once it may go on. */
    private record Pace(int pieces, Duration between, int first, CountDownLatch goesOn) {

        static Pace steady(int pieces, Duration between) {
            return new Pace(pieces, between, pieces, new CountDownLatch(0));
        }
    }

    private StreamingModel(HttpServer server, Pace pace) {
        this.server = server;
        this.pace = pace;
    }

    /** On a free port; each answer has so many pieces, with so long between them. */
    public static StreamingModel start(int pieces, Duration between) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        var model = new StreamingModel(server, Pace.steady(pieces, between));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", model::answer);
        server.start();
        return model;
    }

    /** Where its API begins. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Answers that are asked for from now on have so many pieces, with so long between them. */
    public void answersIn(int pieces, Duration between) {
        pace = Pace.steady(pieces, between);
    }

    /** Answers that are asked for from now on stop after their first pieces, until they may go on. */
    public void stopsAfter(int first) {
        pace = new Pace(pace.pieces(), pace.between(), first, new CountDownLatch(1));
    }

    /** What was stopped goes on to its end. */
    public void goesOn() {
        pace.goesOn().countDown();
    }

    /** How many answers are under way. */
    public int streaming() {
        return streaming.get();
    }

    /** The words that it answers to a question, piece by piece. */
    public List<String> answerTo(String question) {
        return answerTo(question, pace);
    }

    private static List<String> answerTo(String question, Pace pace) {
        return IntStream.range(0, pace.pieces())
                .mapToObj(piece -> question + "-" + piece + " ")
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var messages = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("messages");
        var question = messages.path(messages.size() - 1).path("content").asText();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var asked = pace;
        streaming.incrementAndGet();
        try (var out = exchange.getResponseBody()) {
            var pieces = answerTo(question, asked);
            sayAll(out, pieces.subList(0, asked.first()), asked.between());
            asked.goesOn().await();
            sayAll(out, pieces.subList(asked.first(), pieces.size()), asked.between());
            say(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            say(
                    out,
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                            .formatted(asked.pieces(), asked.pieces() + 10));
            say(out, "[DONE]");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streaming.decrementAndGet();
        }
    }

    private static void sayAll(OutputStream out, List<String> pieces, Duration between) throws IOException {
        for (var words : pieces) {
            say(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + JSON.writeValueAsString(words) + "}}]}");
            LockSupport.parkNanos(between.toNanos());
        }
    }

    private static void say(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
