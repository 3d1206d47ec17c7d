package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.door.JsonProblems;
import io.countersign.door.Problems;
import io.countersign.door.RequestEnd;
import io.countersign.door.admission.Admission;
import io.countersign.door.identity.Caller;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.ChannelCursor;
import io.countersign.intake.submission.MessageReader;
import io.countersign.intake.waiting.Drain;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens channels as WebSockets. */
@Singleton
final class ChannelSockets {
    /**
     * What is known of a channel before it is open.
     *
     * @param cursor where to begin; none is now
     * @param session the one that an intent gets which names none
     */
    record Opening(
            Caller caller,
            IntentStreams.Listening listening,
            @Nullable ChannelCursor cursor,
            @Nullable String session) {}

    private static final String OPEN = "countersign.channel";

    private final IntentStreams streams;
    private final Submissions submissions;
    private final MessageReader reader;
    private final ObjectMapper json;
    private final Admission admission;
    private final CallerAdmission callers;
    private final JsonProblems problems;
    private final Drain drain;
    private final Duration patience;

    ChannelSockets(
            IntentStreams streams,
            Submissions submissions,
            MessageReader reader,
            ObjectMapper json,
            Admission admission,
            CallerAdmission callers,
            JsonProblems problems,
            Drain drain,
            IntakeConfig config) {
        this.streams = streams;
        this.submissions = submissions;
        this.reader = reader;
        this.json = json;
        this.admission = admission;
        this.callers = callers;
        this.problems = problems;
        this.drain = drain;
        this.patience = config.slowestReader();
    }

    /** Whether the request has become a channel. */
    static boolean isOpen(RoutingContext request) {
        return request.get(OPEN) != null;
    }

    /** A {@link io.countersign.door.ProblemException} if it cannot be opened now. */
    void open(RoutingContext request, Opening opening) {
        var channel = streams.channel(opening.listening(), opening.cursor());
        request.request()
                .toWebSocket()
                .onSuccess(socket -> begin(request, opening, channel, socket))
                .onFailure(refused -> {
                    channel.close();
                    if (!request.response().headWritten()) {
                        problems.answer(Problems.malformed("no WebSocket can be made of this connection"), request);
                    }
                });
    }

    private void begin(RoutingContext request, Opening opening, IntentStreams.Channel channel, ServerWebSocket socket) {
        request.put(OPEN, true);
        var messages = new ChannelMessages(opening, submissions, reader, json, admission, callers);
        var connection = request.request().connection();
        var open = new ChannelSocket(socket, patience, connection::close);
        var lastCall = drain.lastCall().call(open::goAway);
        Runnable afterwards = () -> {
            lastCall.close();
            RequestEnd.over(request);
        };
        try {
            open.run(channel, messages, afterwards);
        } catch (IllegalStateException closedAlready) {
            channel.close();
            afterwards.run();
        }
    }
}
