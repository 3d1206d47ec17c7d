package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.door.ProblemException;
import io.countersign.door.RequestEnd;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.http.ToolLists.Listing;
import io.countersign.intake.mcp.RpcError;
import io.countersign.intake.mcp.Speech;
import io.countersign.intake.waiting.Drain;
import io.countersign.intake.waiting.WaitingRoom;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells somebody who listens that the list of tools is another. It looks again and again: what a caller may do has many causes. */
@Singleton
final class ToolListStream {
    /** A list that is refused has nothing in it. */
    private static final ArrayNode NOTHING = JsonNodeFactory.instance.arrayNode();

    private static final int OURS = 500;
    private static final int NOT_ACCEPTABLE = 406;
    private static final RpcError ONLY_EVENTS = RpcError.of(
            RpcError.Kind.INVALID_REQUEST,
            Code.NOT_ACCEPTABLE.name(),
            "only text/event-stream can answer this",
            data -> {});

    private final ToolLists lists;
    private final RpcAnswers answers;
    private final WaitingRoom room;
    private final Drain drain;
    private final CurrentVertxRequest current;
    private final InstantSource clock;
    private final Duration every;
    private final Duration keepAlive;

    ToolListStream(
            ToolLists lists,
            RpcAnswers answers,
            WaitingRoom room,
            Drain drain,
            CurrentVertxRequest current,
            InstantSource clock,
            IntakeConfig config) {
        this.lists = lists;
        this.answers = answers;
        this.room = room;
        this.drain = drain;
        this.current = current;
        this.clock = clock;
        this.every = config.toolListEvery();
        this.keepAlive = config.keepAlive();
    }

    /** To a client of an older revision, on a stream that it opened for whatever there is to tell. */
    Response unasked(Visit visit) throws InterruptedException {
        takeSeat(visit);
        var known = look(visit, NOTHING);
        return answers.events(events -> {
            events.alive();
            tell(visit, known, events, Speech.listChanged(null));
        });
    }

    /** To a client that has asked for it, and for nothing else that there is. */
    Response subscribed(Exchange exchange) throws InterruptedException {
        var id = exchange.request().id();
        if (!(exchange.request().params().get("notifications") instanceof ObjectNode wanted)) {
            return answers.error(exchange, RpcError.invalidParams("\"notifications\" is not a JSON object"));
        }
        if (!exchange.visit().takesEvents()) {
            return answers.error(NOT_ACCEPTABLE, id, ONLY_EVENTS);
        }
        boolean tools = wanted.path("toolsListChanged").asBoolean();
        takeSeat(exchange.visit());
        var known = look(exchange.visit(), NOTHING);
        return answers.events(events -> {
            events.say(Speech.listening(id, tools));
            tell(exchange.visit(), known, events, tools ? Speech.listChanged(id) : null);
            events.say(exchange.speech().listened(id));
        });
    }

    /** For as long as the request lasts, also if its client leaves before anything was told. */
    private void takeSeat(Visit visit) {
        switch (room.enter(visit.caller().owner())) {
            case WaitingRoom.Full(var exceeded) -> throw new ProblemException(Answers.full(exceeded));
            case WaitingRoom.Seat seat -> RequestEnd.whenOver(current.getCurrent(), over -> seat.close());
        }
    }

    /** The list as it is; one that cannot be asked for now is as it was. */
    private ArrayNode look(Visit visit, ArrayNode before) throws InterruptedException {
        return switch (lists.of(visit.token(), visit.session())) {
            case Listing.Listed(var tools) -> tools;
            case Listing.Refused(var problem) -> problem.status() < OURS ? NOTHING : before;
        };
    }

    /** Tells of every change from that list on, until the token is over or the doors close. {@code changed} is null if nobody wants to know. */
    private void tell(Visit visit, ArrayNode from, RpcEvents events, @Nullable ObjectNode changed)
            throws IOException, InterruptedException {
        var known = from;
        var heardAt = clock.instant();
        while (clock.instant().isBefore(visit.until())) {
            if (drain.closing().await(every)) {
                return;
            }
            var now = changed == null ? known : look(visit, known);
            if (changed != null && !now.equals(known)) {
                events.say(changed);
                known = now;
                heardAt = clock.instant();
            } else if (!clock.instant().isBefore(heardAt.plus(keepAlive))) {
                events.alive();
                heardAt = clock.instant();
            }
        }
    }
}
