package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.door.Problems;
import io.countersign.door.admission.Admission;
import io.countersign.intake.submission.Message;
import io.countersign.intake.submission.MessageReader;
import io.countersign.intake.submission.Patience;
import io.quarkus.arc.Arc;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one client says on its channel: a few messages are worked on beside each other, each takes the door's room as a body
 * does and counts like a request of its caller's, and each is answered by an event {@code answer} with the message's {@code ref} and the {@code status} that HTTP would
 * have.
 */
final class ChannelMessages {
    private static final Logger LOG = Logger.getLogger(ChannelMessages.class);

    /** No more are read meanwhile. */
    private static final int AT_ONCE = 8;

    private final ChannelSockets.Opening opening;
    private final Submissions submissions;
    private final MessageReader reader;
    private final ObjectMapper json;
    private final Admission admission;
    private final CallerAdmission callers;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable Runnable finished;

    ChannelMessages(
            ChannelSockets.Opening opening,
            Submissions submissions,
            MessageReader reader,
            ObjectMapper json,
            Admission admission,
            CallerAdmission callers) {
        this.opening = opening;
        this.submissions = submissions;
        this.reader = reader;
        this.json = json;
        this.admission = admission;
        this.callers = callers;
    }

    /** Returns at once: the work is a virtual thread's. */
    void hear(byte[] text, ChannelSocket socket) {
        if (underWay.incrementAndGet() >= AT_ONCE) {
            socket.pause();
        }
        var room = admission.enter(text.length);
        Thread.ofVirtual().name("channel-message").start(() -> {
            var request = Arc.container().requestContext();
            request.activate();
            try {
                work(text, room, socket);
            } catch (InterruptedException gone) {
                LOG.debug("a client left before its answer");
            } finally {
                request.terminate();
                room.ifPresent(Admission.Entry::close);
                underWay.decrementAndGet();
                socket.resume();
                finishIfIdle();
            }
        });
    }

    /** Takes nothing more on, and does this, maybe twice, when all that is under way has its answer. */
    void finish(Runnable then) {
        finished = then;
        finishIfIdle();
    }

    private void finishIfIdle() {
        var then = finished;
        if (then != null && underWay.get() == 0) {
            then.run();
        }
    }

    private void work(byte[] text, Optional<Admission.Entry> room, ChannelSocket socket) throws InterruptedException {
        if (room.isEmpty()) {
            answer("", submissions.problem(Problems.full()), socket);
            return;
        }
        var objection = finished == null
                ? callers.objection(opening.caller().owner(), text.length, null)
                : Optional.of(Problems.goingAway());
        var ref = "";
        Response response;
        try {
            var message = reader.read(text, opening.session());
            ref = message.ref();
            response = objection.isPresent() ? submissions.problem(objection.get()) : response(message);
        } catch (RuntimeException defect) {
            LOG.error("a message failed for a reason of ours", defect);
            response = submissions.problem(Problems.ofStatus(500));
        }
        answer(ref, response, socket);
    }

    private Response response(Message message) throws InterruptedException {
        return switch (message) {
            case Message.Submit submit ->
                submissions.submit(opening.caller(), submit.intent(), new Patience.UntilDecided());
            case Message.Cancel cancel -> submissions.cancel(opening.caller(), cancel.intentId());
            case Message.Unfit unfit -> submissions.refused(unfit.refusal());
        };
    }

    private void answer(String ref, Response response, ChannelSocket socket) throws InterruptedException {
        var head = JsonNodeFactory.instance
                .objectNode()
                .put("event", "answer")
                .put("ref", ref)
                .put("status", response.getStatus());
        var retryAfter = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        if (retryAfter != null) {
            head.put("retryAfter", Long.parseLong(retryAfter));
        }
        socket.say(head.toString(), text(response.getEntity()));
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
}
