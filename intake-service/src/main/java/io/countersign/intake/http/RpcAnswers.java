package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.mcp.RpcError;
import io.countersign.intake.mcp.Speech;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers to messages of JSON-RPC: as JSON, or as the events of a stream where the client takes nothing else. */
@Singleton
final class RpcAnswers {
    private static final Logger LOG = Logger.getLogger(RpcAnswers.class);

    private final RequestFacts facts;
    private final CurrentVertxRequest current;

    RpcAnswers(RequestFacts facts, CurrentVertxRequest current) {
        this.facts = facts;
        this.current = current;
    }

    /** Something that is told event by event. */
    interface Story {
        void tell(RpcEvents events) throws IOException, InterruptedException;
    }

    /** What was asked for. */
    Response result(Exchange exchange, ObjectNode result) {
        var answer = exchange.speech().answer(exchange.request().id(), result);
        return exchange.visit().takesJson()
                ? Response.ok(answer.toString(), MediaType.APPLICATION_JSON).build()
                : events(events -> events.say(answer));
    }

    /** A request that was heard and cannot be answered. */
    Response error(Exchange exchange, RpcError error) {
        return error(Response.Status.OK.getStatusCode(), exchange.request().id(), error);
    }

    /** A message that cannot be answered; {@code id} is null where it has none that can be told. */
    Response error(int status, @Nullable JsonNode id, RpcError error) {
        facts.refused(error.code());
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(Speech.error(id, error).toString())
                .build();
    }

    /** A stream. It ends where its client goes away. */
    Response events(Story story) {
        var request = current.getCurrent();
        StreamingOutput events = out -> {
            try (var watch = Presence.whileTelling(request)) {
                story.tell(new RpcEvents(new EventWriter(out)));
            } catch (InterruptedException | IOException gone) {
                LOG.debugf("a stream ends before its end: %s", gone.getMessage());
            }
        };
        return Response.ok(events).type(MediaType.SERVER_SENT_EVENTS).build();
    }
}
