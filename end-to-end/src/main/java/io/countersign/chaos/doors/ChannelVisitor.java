package io.countersign.chaos.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody on a channel: says texts, and hears frames. */
public final class ChannelVisitor implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final Duration patience;
    private final WebSocket socket;
    private volatile boolean closed;

    /** @param headers beside the token */
    public ChannelVisitor(
            HttpClient http, URI door, String query, String token, Map<String, String> headers, Duration patience) {
        this.patience = patience;
        var builder = http.newWebSocketBuilder().header("Authorization", "Bearer " + token);
        headers.forEach(builder::header);
        var address = URI.create("ws://127.0.0.1:" + door.getPort() + "/v1/channel" + query);
        this.socket = builder.buildAsync(address, this)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    public void say(String message) {
        socket.sendText(message, true)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Whether nothing can be said any more. */
    public boolean isClosed() {
        return closed || socket.isOutputClosed();
    }

    /** The next event of one of these names, passing over others; nothing if none comes in time. */
    public JsonNode next(String... names) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!closed || !frames.isEmpty()) {
            var frame = frames.poll(Math.min(200_000_000, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (frame != null && List.of(names).contains(frame.path("event").asText())) {
                return frame;
            }
            if (System.nanoTime() >= deadline) {
                break;
            }
        }
        return MissingNode.getInstance();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            frames.add(read(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException notJson) {
            return JSON.createObjectNode().put("event", "answer").put("notJson", frame);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
