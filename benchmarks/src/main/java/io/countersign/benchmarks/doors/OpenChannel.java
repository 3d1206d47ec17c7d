package io.countersign.benchmarks.doors;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One user's WebSocket at {@code /v1/channel}: remembers the place it has come to, and waits for an intent's end. */
final class OpenChannel implements WebSocket.Listener {

    private static final Pattern PLACE = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final long PATIENCE_SECONDS = 120;

    private final StringBuilder frame = new StringBuilder();
    private final CompletableFuture<String> opened = new CompletableFuture<>();
    private final CompletableFuture<Long> ended = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    private OpenChannel() {}

    /** Opens it now, or where it had come to. */
    static CompletableFuture<OpenChannel> open(HttpClient client, URI intake, String token, @Nullable String cursor) {
        var channel = new OpenChannel();
        var query = cursor == null ? "" : "?cursor=" + cursor;
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://" + intake.getAuthority() + "/v1/channel" + query), channel)
                .thenCompose(socket -> {
                    channel.socket = socket;
                    return channel.opened.thenApply(place -> channel);
                });
    }

    /** The place from which it can be resumed as it was when it was opened. */
    String place() {
        return opened.join();
    }

    /** When the first intent's end was told, in nanoseconds of this process. */
    long endedAt() throws Exception {
        return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void abort() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        frame.append(text);
        if (last) {
            hear(frame.toString());
            frame.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void hear(String event) {
        if (!opened.isDone()) {
            var place = PLACE.matcher(event);
            if (place.find()) {
                opened.complete(place.group(1));
            }
        }
        if (event.startsWith("{\"event\":\"end\"")) {
            ended.complete(System.nanoTime());
        }
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        opened.completeExceptionally(failure);
        ended.completeExceptionally(failure);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        onError(from, new IllegalStateException("closed with %d %s".formatted(status, reason)));
        return CompletableFuture.completedStage(null);
    }
}
