package io.countersign.policystream.http;

import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.countersign.policystream.view.PageRequest;
import io.countersign.policystream.view.Views;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/intents}: the caller's own, and nobody else's. */
@Path("/v1/intents")
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class IntentsResource {

    private static final int USUAL_LIMIT = 50;
    private static final int HIGHEST_LIMIT = 200;
    private static final Set<String> STATES = Set.of(
            "SUBMITTED",
            "DEFERRED",
            "HELD",
            "APPROVED",
            "RUNNING",
            "RETRYING",
            "UNKNOWN",
            "DEAD",
            "SUCCEEDED",
            "REJECTED",
            "EXPIRED",
            "CANCELLED",
            "DISCARDED");

    private final Views views;
    private final CurrentCaller callers;
    private final Questions questions;

    IntentsResource(Views views, CurrentCaller callers, Questions questions) {
        this.views = views;
        this.callers = callers;
        this.questions = questions;
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "intent", summary = "What became of one of the caller's own intents")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Whole")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response intent(
            @PathParam("id") String id,
            @QueryParam("minVersion") @Nullable String minVersion,
            @Parameter(
                            description = "true: also executions, by which a door tells the pieces of its output from"
                                    + " others; and nothing that is older than what was asked for.")
                    @QueryParam("executions")
                    @Nullable
                    Boolean executions,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        var caller = callers.identify();
        var name = id.toLowerCase(Locale.ROOT);
        var question = new Questions.Question(uri, headers);
        return Boolean.TRUE.equals(executions)
                ? questions.answer(
                        question,
                        views.certainly(caller.owner(), name, version(minVersion)),
                        IntentJson::withExecutions)
                : questions.answer(question, views.intent(caller.owner(), name, version(minVersion)), IntentJson::of);
    }

    @GET
    @Operation(operationId = "intents", summary = "The caller's own intents, newest first")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Intents")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        var caller = callers.identify();
        if (state != null && !STATES.contains(state)) {
            throw new ProblemException(Problems.malformed("there is no state of that name"));
        }
        var request = new PageRequest(caller.owner(), state, place(cursor), limit(limit));
        return questions.answer(new Questions.Question(uri, headers), views.list(request), ListJson::of);
    }

    private static @Nullable String place(@Nullable String cursor) {
        return cursor == null
                ? null
                : Cursors.read(cursor)
                        .orElseThrow(() -> new ProblemException(Problems.malformed("not a cursor of this list")));
    }

    private static OptionalLong version(@Nullable String text) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(number("minVersion", text, Long.MAX_VALUE));
    }

    private static int limit(@Nullable String text) {
        return text == null ? USUAL_LIMIT : (int) number("limit", text, HIGHEST_LIMIT);
    }

    private static long number(String name, String text, long highest) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= highest) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // It is refused like a number that is out of bounds.
        }
        throw new ProblemException(Problems.malformed(name + " is a whole number from 1 to " + highest));
    }
}
