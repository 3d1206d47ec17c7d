package io.countersign.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** An OpenAI-compatible model that streams one word every while; each word tells when it left, by the clock of this process. */
public final class ModelServer implements AutoCloseable {

    public static final int WORDS = 20;

    private static final Duration FIRST_WORD = Duration.ofMillis(20);
    private static final Duration NEXT_WORD = Duration.ofMillis(10);
    private static final Pattern LEFT_AT = Pattern.compile("\"content\":\"left(\\d+) \"");

    static {
        // Otherwise each word waits for the acknowledgement of the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", ModelServer::stream);
        server.start();
    }

    /** The base URL of its API. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** When a word left, in nanoseconds; empty if the event holds none. */
    static OptionalLong leftAt(String event) {
        var word = LEFT_AT.matcher(event);
        return word.find() ? OptionalLong.of(Long.parseLong(word.group(1))) : OptionalLong.empty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            Thread.sleep(FIRST_WORD);
            for (int word = 0; word < WORDS; word++) {
                event(body, chunk("{\"content\":\"left" + System.nanoTime() + " \"}", "null"));
                Thread.sleep(NEXT_WORD);
            }
            event(body, chunk("{}", "\"stop\""));
            event(body, """
                    {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],\
                    "usage":{"prompt_tokens":8,"completion_tokens":80,"total_tokens":88}}""");
            event(body, "[DONE]");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String chunk(String delta, String finish) {
        return """
                {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",\
                "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}""".formatted(delta, finish);
    }

    private static void event(OutputStream body, String data) throws IOException {
        body.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }
}
