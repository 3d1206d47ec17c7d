package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.IntentIds;
import io.countersign.intake.http.ToolLists.Listing;
import io.countersign.intake.mcp.Method;
import io.countersign.intake.mcp.Notice;
import io.countersign.intake.mcp.Revision;
import io.countersign.intake.mcp.RpcError;
import io.countersign.intake.mcp.RpcMessage.Notification;
import io.countersign.intake.mcp.RpcMessage.Request;
import io.countersign.intake.mcp.Speech;
import io.countersign.intake.waiting.CallsUnderWay;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers the messages of MCP. It remembers nothing from one to the next but which calls are under way. */
@Singleton
final class McpDoor {
    private static final int NOT_FOUND = 404;

    private final McpCalls calls;
    private final ToolLists lists;
    private final ToolListStream changes;
    private final CallsUnderWay underWay;
    private final McpProblems problems;
    private final RpcAnswers answers;
    private final String version;

    McpDoor(
            McpCalls calls,
            ToolLists lists,
            ToolListStream changes,
            CallsUnderWay underWay,
            McpProblems problems,
            RpcAnswers answers,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.calls = calls;
        this.lists = lists;
        this.changes = changes;
        this.underWay = underWay;
        this.problems = problems;
        this.answers = answers;
        this.version = version;
    }

    /** Heeds what wants no answer; what it does not know it passes over. */
    Response heed(Notification notification, Visit visit) {
        var request = notification.params().get("requestId");
        var name = request == null ? null : visit.name(request);
        if (notification.method().equals(Notice.CANCELLED) && name != null) {
            underWay.giveUp(name);
        }
        return Response.accepted().build();
    }

    /** Answers a request of that revision. */
    Response answer(Request request, Revision revision, Visit visit) throws InterruptedException {
        var exchange = new Exchange(request, new Speech(revision, version), visit);
        var method = Method.of(request.method(), revision);
        if (method.isEmpty()) {
            // To a client of an older revision 404 would say that its conversation is over.
            return revision.hasHandshake()
                    ? answers.error(exchange, RpcError.noSuchMethod())
                    : answers.error(NOT_FOUND, request.id(), RpcError.noSuchMethod());
        }
        return switch (method.get()) {
            case LIST -> list(exchange);
            case CALL -> calls.answer(exchange);
            case INITIALIZE -> welcome(exchange);
            case PING -> answers.result(exchange, JsonNodeFactory.instance.objectNode());
            case DISCOVER -> answers.result(exchange, exchange.speech().discovery());
            case LISTEN -> changes.subscribed(exchange);
        };
    }

    private Response welcome(Exchange exchange) {
        var offered = exchange.request().params().path("protocolVersion").textValue();
        if (offered == null) {
            return answers.error(exchange, RpcError.invalidParams("\"protocolVersion\" is not a text"));
        }
        var welcome = answers.result(exchange, exchange.speech().welcome(offered));
        return Response.fromResponse(welcome)
                .header(McpResource.CONVERSATION, IntentIds.random())
                .build();
    }

    private Response list(Exchange exchange) throws InterruptedException {
        if (exchange.request().params().hasNonNull("cursor")) {
            return answers.error(exchange, RpcError.invalidParams("the list has one page: there is no such cursor"));
        }
        return switch (lists.of(exchange.visit().token(), exchange.visit().session())) {
            case Listing.Listed(var tools) ->
                answers.result(exchange, exchange.speech().list(tools));
            case Listing.Refused(var problem) -> answers.error(exchange, problems.error(problem));
        };
    }
}
