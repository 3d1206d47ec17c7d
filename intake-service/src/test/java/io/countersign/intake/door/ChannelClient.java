package io.countersign.intake.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client of a channel, as the JDK has it. */
final class ChannelClient implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private ChannelClient(URI address, @Nullable String cursor, UnaryOperator<WebSocket.Builder> settings) {
        var at = URI.create(
                "ws://127.0.0.1:" + address.getPort() + "/v1/channel" + (cursor == null ? "" : "?cursor=" + cursor));
        this.socket = settings.apply(http.newWebSocketBuilder())
                .buildAsync(at, this)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    static ChannelClient open(URI address, @Nullable String cursor, String token) {
        return new ChannelClient(address, cursor, builder -> builder.header("Authorization", "Bearer " + token));
    }

    /** As a browser has to. */
    static ChannelClient openAsBrowser(URI address, String token) {
        return new ChannelClient(address, null, builder -> builder.subprotocols("countersign", "bearer." + token));
    }

    /** As the playground's page does: by its session's cookie, and the token that says whose page it is. */
    static ChannelClient openAsPage(URI address, String cookie, String form) {
        return new ChannelClient(
                address, null, builder -> builder.header("Cookie", cookie).subprotocols("countersign", "form." + form));
    }

    /** The status with which the door refuses to open one. */
    static int refusal(URI address, @Nullable String cursor, UnaryOperator<WebSocket.Builder> settings) {
        try (var opened = new ChannelClient(address, cursor, settings)) {
            throw new AssertionError("was opened: " + opened);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void say(String message) {
        socket.sendText(message, true).join();
    }

    void sayBytes(byte[] message) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(message), true).join();
    }

    JsonNode next() throws InterruptedException {
        var frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("the channel says nothing");
        }
        return frame;
    }

    /** The next event of that name; what comes before it is passed over. */
    JsonNode next(String event) throws InterruptedException {
        var frame = next();
        while (!frame.path("event").asText().equals(event)) {
            frame = next();
        }
        return frame;
    }

    /** The code with which the server closes it. */
    int closing() throws Exception {
        return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                frames.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(text.toString(), e);
            }
            text.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        closed.complete(status);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
