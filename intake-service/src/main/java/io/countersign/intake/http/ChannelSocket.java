package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.intake.channel.Frame;
import io.countersign.intake.channel.Listener;
import io.countersign.intake.submission.Message;
import io.countersign.intake.submission.MessageReader;
import io.countersign.intake.submission.Patience;
import io.quarkus.arc.Arc;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * One channel as a WebSocket: frames go out as {@code {"event", "id"?, "data"}}, no faster than the client takes them, and
 * messages come in, a few at a time. Answers to messages are events {@code answer} with the message's {@code ref} and the
 * {@code status} that HTTP would have.
 */
final class ChannelSocket implements Listener {
    private static final Logger LOG = Logger.getLogger(ChannelSocket.class);

    /** Messages that are worked on beside each other; no more are read meanwhile. */
    private static final int AT_ONCE = 8;

    private static final short COME_BACK = 1013;
    private static final short NO_BINARY = 1003;

    /** Of the range that is everybody's own. */
    private static final short TOKEN_OVER = 4401;

    private final ServerWebSocket socket;
    private final Duration patience;
    private final ChannelSockets.Opening opening;
    private final Submissions submissions;
    private final MessageReader reader;
    private final ObjectMapper json;
    private final AtomicInteger underWay = new AtomicInteger();

    ChannelSocket(
            ServerWebSocket socket,
            Duration patience,
            ChannelSockets.Opening opening,
            Submissions submissions,
            MessageReader reader,
            ObjectMapper json) {
        this.socket = socket;
        this.patience = patience;
        this.opening = opening;
        this.submissions = submissions;
        this.reader = reader;
        this.json = json;
    }

    /**
     * Goes on until the client leaves, its token is over, or nothing more can be told.
     *
     * @param afterwards is run when the socket has closed
     */
    void run(IntentStreams.Channel channel, Runnable afterwards) {
        var telling = Thread.ofVirtual().name("channel").unstarted(() -> tell(channel));
        socket.closeHandler(closed -> {
            telling.interrupt();
            afterwards.run();
        });
        socket.exceptionHandler(broken -> LOG.debugf("a channel broke: %s", broken.getMessage()));
        socket.binaryMessageHandler(binary -> socket.close(NO_BINARY, "messages are texts"));
        socket.textMessageHandler(this::hear);
        telling.start();
    }

    private void tell(IntentStreams.Channel channel) {
        try (channel) {
            channel.tell(this);
        } catch (InterruptedException gone) {
            LOG.debug("a client left its channel");
        } finally {
            var over = !channel.isLive();
            socket.close(over ? TOKEN_OVER : COME_BACK, over ? "the token is over" : "come back with your cursor");
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
        written(socket.writeTextMessage(with(head.toString(), frame.data())));
    }

    /** Runs on the event loop: the work is a virtual thread's. */
    private void hear(String text) {
        if (underWay.incrementAndGet() >= AT_ONCE) {
            socket.pause();
        }
        Thread.ofVirtual().name("channel-message").start(() -> {
            var request = Arc.container().requestContext();
            request.activate();
            try {
                answer(reader.read(text.getBytes(StandardCharsets.UTF_8), opening.session()));
            } catch (InterruptedException gone) {
                LOG.debug("a client left before its answer");
            } finally {
                request.terminate();
                underWay.decrementAndGet();
                socket.resume();
            }
        });
    }

    private void answer(Message message) throws InterruptedException {
        switch (message) {
            case Message.Submit submit ->
                answer(
                        submit.ref(),
                        submissions.submit(opening.caller(), submit.intent(), new Patience.UntilDecided()));
            case Message.Cancel cancel -> answer(cancel.ref(), submissions.cancel(opening.caller(), cancel.intentId()));
            case Message.Unfit unfit -> answer(unfit.ref(), submissions.refused(unfit.refusal()));
        }
    }

    private void answer(String ref, Response response) throws InterruptedException {
        var head = JsonNodeFactory.instance
                .objectNode()
                .put("event", "answer")
                .put("ref", ref)
                .put("status", response.getStatus());
        written(socket.writeTextMessage(with(head.toString(), text(response.getEntity()))));
    }

    /** An entity of our own answers: JSON already, or what is written as JSON. */
    private String text(Object entity) {
        try {
            return switch (entity) {
                case String text -> text;
                case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
                default -> json.writeValueAsString(entity);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are JSON", e);
        }
    }

    /** The data stays in its own words. */
    private static String with(String head, String data) {
        return head.substring(0, head.length() - 1) + ",\"data\":" + data + "}";
    }

    private void written(Future<Void> sent) throws InterruptedException {
        try {
            sent.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new InterruptedException("the client takes nothing: " + e.getMessage());
        }
    }
}
