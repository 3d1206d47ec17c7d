package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.countersign.door.identity.Caller;
import io.countersign.intake.http.Chats.Beginning;
import io.countersign.intake.openai.Completion;
import io.countersign.intake.openai.LimitHeaders;
import io.countersign.intake.submission.ChatReader;
import io.countersign.intake.submission.ChatReading;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}: a chat for clients that speak OpenAI's API, streamed or not. */
@Path("/v1/chat/completions")
@Authenticated
@RunOnVirtualThread
class ChatResource {
    private static final Logger LOG = Logger.getLogger(ChatResource.class);

    private final CurrentCaller callers;
    private final ChatReader reader;
    private final Chats chats;
    private final ChatAnswers chatAnswers;
    private final Answers answers;
    private final ObjectMapper json;
    private final InstantSource clock;

    ChatResource(
            CurrentCaller callers,
            ChatReader reader,
            Chats chats,
            ChatAnswers chatAnswers,
            Answers answers,
            ObjectMapper json,
            InstantSource clock) {
        this.callers = callers;
        this.reader = reader;
        this.chats = chats;
        this.chatAnswers = chatAnswers;
        this.answers = answers;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            operationId = "chat",
            summary = "A chat, as OpenAI's API has it",
            description =
                    "An intent of the action llm.chat: decided, budgeted and recorded like any other. The answer's id"
                            + " is chatcmpl- and the intent's. What is held is 403 of type held_for_review; whoever goes away"
                            + " cancels. Errors have OpenAI's shape; x-should-retry says what makes sense.")
    @APIResponse(
            responseCode = "200",
            description = "A chat.completion, or chat.completion.chunk events.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "400", ref = "#/components/responses/ChatMalformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/ChatUnauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/ChatForbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/ChatUnknown")
    @APIResponse(responseCode = "413", ref = "#/components/responses/ChatTooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/ChatMediaType")
    @APIResponse(responseCode = "422", ref = "#/components/responses/ChatUnprocessable")
    @APIResponse(responseCode = "429", ref = "#/components/responses/ChatOverBudget")
    @APIResponse(responseCode = "502", ref = "#/components/responses/ChatFailed")
    @APIResponse(responseCode = "503", ref = "#/components/responses/ChatAway")
    public Response chat(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT)))
                    InputStream body,
            @Parameter(description = "The session that it runs in.") @HeaderParam("Countersign-Session") @Nullable
                    String session,
            @Context HttpHeaders headers,
            @Context RoutingContext request)
            throws IOException, InterruptedException {
        var caller = callers.identify();
        var bytes = Bodies.json(headers, body);
        Presence.watch(request);
        return switch (reader.read(bytes, Bodies.values(headers, "Idempotency-Key"), session)) {
            case ChatReading.Unusable(var refusal) -> answers.problem(Problem.of(refusal.code(), refusal.detail()));
            case ChatReading.Chat chat -> {
                var who = new IntentStreams.Listening(caller.owner(), callers.token(), callers.until());
                yield answer(chat, chats.begin(caller, who, chat.submission()), caller, request);
            }
        };
    }

    private Response answer(ChatReading.Chat chat, Beginning beginning, Caller caller, RoutingContext request)
            throws IOException, InterruptedException {
        return switch (beginning) {
            case Beginning.Refused(var id, var decision) -> answers.decided(id, decision);
            case Beginning.NotHandedOver(var why) -> answers.notHandedOver(why);
            case Beginning.Waits waits -> answers.problem(chatAnswers.waiting(waits, caller));
            case Beginning.Begun(var begun) -> {
                var completion = new Completion(
                        begun.intentId(),
                        String.valueOf(chat.submission().model()),
                        clock.instant().getEpochSecond());
                yield chat.stream()
                        ? streamed(chat, begun, completion, caller, request)
                        : whole(begun, completion, caller);
            }
        };
    }

    private Response whole(Chats.Chat chat, Completion completion, Caller caller)
            throws IOException, InterruptedException {
        try (chat) {
            var intent = chat.read(Unheard.READER);
            if (intent.isPresent() && ChatAnswers.hasSucceeded(intent.get())) {
                return with(chat, Response.ok(completion.whole(intent.get()).toString()))
                        .type(MediaType.APPLICATION_JSON)
                        .build();
            }
            return answers.problem(chatAnswers.unanswered(intent, chat, caller));
        } catch (IOException away) {
            return answers.problem(chatAnswers.unanswered(Optional.empty(), chat, caller));
        } catch (InterruptedException gone) {
            chat.leave();
            throw gone;
        }
    }

    private Response streamed(
            ChatReading.Chat chat, Chats.Chat begun, Completion completion, Caller caller, RoutingContext request) {
        StreamingOutput events = out -> {
            try (begun;
                    var watch = Presence.whileTelling(request)) {
                new ChatEvents(new EventWriter(out), ExactJson.reader(json), completion, chat.withUsage())
                        .tell(begun, intent -> chatAnswers.unanswered(intent, begun, caller));
            } catch (InterruptedException | IOException gone) {
                // Nobody reads what there would be to say.
                LOG.debugf("a client left its chat: %s", gone.getMessage());
                begun.leave();
            }
        };
        return with(begun, Response.ok(events))
                .type(MediaType.SERVER_SENT_EVENTS)
                .build();
    }

    private Response.ResponseBuilder with(Chats.Chat chat, Response.ResponseBuilder response) {
        LimitHeaders.of(chat.budgets(), clock.instant()).forEach(response::header);
        return response.header("x-request-id", chat.intentId()).header("Location", Answers.location(chat.intentId()));
    }
}
