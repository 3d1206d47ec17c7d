package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.mcp.Meta;
import io.countersign.intake.mcp.RpcError;
import io.countersign.intake.mcp.ToolResult;
import io.countersign.intake.mcp.Tools;
import io.countersign.intake.submission.CallReader;
import io.countersign.intake.waiting.CallsUnderWay;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** {@code tools/call}: finds out what is called, waits for it, and tells meanwhile that it goes on. */
@Singleton
final class McpCalls {
    private final ToolCalls calls;
    private final CallsUnderWay underWay;
    private final CallReader reader;
    private final RpcAnswers answers;
    private final InstantSource clock;
    private final Duration within;

    McpCalls(
            ToolCalls calls,
            CallsUnderWay underWay,
            CallReader reader,
            RpcAnswers answers,
            InstantSource clock,
            IntakeConfig config) {
        this.calls = calls;
        this.underWay = underWay;
        this.reader = reader;
        this.answers = answers;
        this.clock = clock;
        this.within = config.toolWithin();
    }

    /** A call that may take a while. */
    private interface Waiting {
        ToolResult wait(AnswerNarration.Reader progress) throws InterruptedException;
    }

    Response answer(Exchange exchange) throws InterruptedException {
        var tool = exchange.request().params().path("name").textValue();
        if (tool == null) {
            return answers.error(exchange, RpcError.invalidParams("\"name\" is not a text"));
        }
        var arguments = object(exchange.request().params(), "arguments");
        if (arguments.isEmpty()) {
            return answers.error(exchange, RpcError.invalidParams("\"arguments\" is not a JSON object"));
        }
        var beside = object(exchange.request().meta(), Meta.INTENT);
        if (beside.isEmpty()) {
            return answers.error(exchange, RpcError.invalidParams("\"" + Meta.INTENT + "\" is not a JSON object"));
        }
        var visit = exchange.visit();
        return switch (tool) {
            case Tools.STATUS ->
                told(exchange, calls.status(visit.caller(), visit.token(), reader.readId(arguments.get())));
            case Tools.CANCEL -> told(exchange, calls.cancel(visit.caller(), reader.readId(arguments.get())));
            default -> act(exchange, tool, arguments.get(), beside.get());
        };
    }

    private Response act(Exchange exchange, String tool, ObjectNode arguments, ObjectNode beside)
            throws InterruptedException {
        var action = Tools.action(tool);
        if (action.isEmpty()) {
            return answers.error(exchange, RpcError.invalidParams("Unknown tool: there can be none of that name"));
        }
        var visit = exchange.visit();
        var who = visit.listening(clock.instant().plus(within));
        var intent = reader.read(action.get(), arguments, beside, visit.keys(), visit.session());
        Waiting waiting = progress -> calls.act(visit.caller(), who, intent, progress);
        boolean wantsProgress = exchange.request().meta().has(Meta.PROGRESS_TOKEN);
        return visit.takesEvents() && (wantsProgress || !visit.takesJson())
                ? streamed(exchange, waiting)
                : whole(exchange, waiting);
    }

    private Response streamed(Exchange exchange, Waiting waiting) {
        var id = exchange.request().id();
        return answers.events(events -> {
            try (var call = underWay.begin(exchange.visit().name(id))) {
                var token = exchange.request().meta().get(Meta.PROGRESS_TOKEN);
                var result = waiting.wait(new ToolProgress(events, token));
                events.say(exchange.speech().answer(id, result.json()));
            }
        });
    }

    private Response whole(Exchange exchange, Waiting waiting) throws InterruptedException {
        try (var call = underWay.begin(exchange.visit().name(exchange.request().id()))) {
            try {
                return told(exchange, waiting.wait(Unheard.READER));
            } catch (InterruptedException gone) {
                if (call.isGivenUp()) {
                    // Whoever has given up a request wants no answer to it.
                    return Response.accepted().build();
                }
                throw gone;
            }
        }
    }

    private Response told(Exchange exchange, ToolResult result) {
        return answers.result(exchange, result.json());
    }

    /** A member that may be left out; empty if it is something else than an object. */
    private static Optional<ObjectNode> object(ObjectNode members, String name) {
        var member = members.has(name) ? members.get(name) : JsonNodeFactory.instance.objectNode();
        return member instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }
}
