package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.Limits;
import io.countersign.intake.channel.Frame;
import io.countersign.intake.channel.Listener;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One channel as a WebSocket: frames go out as {@code {"event", "id"?, "data"}}, no faster than the client takes them. A
 * client that takes nothing for too long is hung up on.
 */
final class ChannelSocket implements Listener {
    private static final Logger LOG = Logger.getLogger(ChannelSocket.class);

    private static final short GOING_AWAY = 1001;
    private static final short COME_BACK = 1013;
    private static final short NO_BINARY = 1003;
    private static final short NO_UTF_8 = 1007;
    private static final short TOO_BIG = 1009;

    /** Of the range that is everybody's own. */
    private static final short NO_SUCH_PLACE = 4400;

    private static final short TOKEN_OVER = 4401;

    private final ServerWebSocket socket;
    private final Duration patience;
    private final Runnable hangUp;

    /** @param hangUp ends the connection, whatever is on its way */
    ChannelSocket(ServerWebSocket socket, Duration patience, Runnable hangUp) {
        this.socket = socket;
        this.patience = patience;
        this.hangUp = hangUp;
    }

    /**
     * Goes on until the client leaves, its token is over, or nothing more can be told.
     *
     * @param afterwards is run when the socket has closed
     * @throws IllegalStateException if it has closed already
     */
    void run(IntentStreams.Channel channel, ChannelMessages messages, Runnable afterwards) {
        var telling = Thread.ofVirtual().name("channel").unstarted(() -> tell(channel, messages));
        socket.closeHandler(closed -> {
            telling.interrupt();
            afterwards.run();
        });
        socket.exceptionHandler(this::broken);
        var parts = new MessageParts(WebSocketOptions.LONGEST_MESSAGE);
        socket.frameHandler(frame -> hear(parts.take(frame), messages));
        telling.start();
    }

    private void hear(MessageParts.Taken taken, ChannelMessages messages) {
        switch (taken) {
            case MessageParts.Taken.Nothing nothing -> {}
            case MessageParts.Taken.Whole(byte[] text) -> messages.hear(text, this);
            case MessageParts.Taken.Bytes bytes -> socket.close(NO_BINARY, "messages are texts");
            case MessageParts.Taken.NoText noText -> socket.close(NO_UTF_8, "a text is UTF-8");
            case MessageParts.Taken.TooLong tooLong -> closeTooBig();
        }
    }

    /** A frame that is longer than any message is not even begun to be read. */
    private void broken(Throwable why) {
        LOG.debugf("a channel broke: %s", why.getMessage());
        if (why instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().code() == TOO_BIG) {
            closeTooBig();
        }
    }

    private void closeTooBig() {
        socket.close(TOO_BIG, "a message has " + Limits.INPUT_BYTES + " bytes at most");
    }

    private void tell(IntentStreams.Channel channel, ChannelMessages messages) {
        try (channel) {
            if (!channel.hasPlace()) {
                socket.close(NO_SUCH_PLACE, "the cursor is a place that this channel has not come to");
                return;
            }
            channel.tell(this);
            if (!channel.isLive()) {
                socket.close(TOKEN_OVER, "the token is over");
            } else if (channel.isGoingAway()) {
                messages.finish(this::goAway);
            } else {
                socket.close(COME_BACK, "come back with your cursor");
            }
        } catch (InterruptedException gone) {
            LOG.debugf("a client left its channel, or takes nothing: %s", gone.getMessage());
            hangUp.run();
        } catch (RuntimeException defect) {
            LOG.error("a channel ended for a reason of ours", defect);
            socket.close(COME_BACK, "come back with your cursor");
        }
    }

    @Override
    public void hear(Frame frame) throws InterruptedException {
        if (frame.cursor() == null || frame.name() == null || frame.data() == null) {
            written(socket.writePing(Buffer.buffer()));
            return;
        }
        var head =
                JsonNodeFactory.instance.objectNode().put("event", frame.name()).put("id", frame.cursor());
        say(head.toString(), frame.data());
    }

    /** The data is JSON already, and stays in its own words. */
    void say(String head, String data) throws InterruptedException {
        written(socket.writeTextMessage(head.substring(0, head.length() - 1) + ",\"data\":" + data + "}"));
    }

    /** No more messages are read until {@link #resume}. */
    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    /** Whoever is connected comes back to another instance, or to this one once it is up again. */
    void goAway() {
        socket.close(GOING_AWAY, "this instance is ending: come back with your cursor");
    }

    private void written(Future<Void> sent) throws InterruptedException {
        try {
            sent.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new InterruptedException(String.valueOf(e.getMessage()));
        }
    }
}
