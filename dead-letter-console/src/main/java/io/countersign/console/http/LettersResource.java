package io.countersign.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.http.Decisions.Wish;
import io.countersign.console.projection.Counts;
import io.countersign.console.projection.Cursor;
import io.countersign.console.projection.LetterCounts.Standing;
import io.countersign.console.projection.LetterLine;
import io.countersign.contract.Code;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The desk's API: everything that its pages do. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class LettersResource {
    private static final int MOST = 500;

    private final ReviewersDesk desk;
    private final ProblemAnswers problems;

    LettersResource(ReviewersDesk desk, ProblemAnswers problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /** A page of the list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LettersPage(
            List<LetterLine> items, @Nullable String cursor, Counts counts) {}

    /** How many letters there are of what kind. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Overview(
            List<Standing> standings,
            long forCaller,
            @Nullable Instant oldestHeld) {}

    /** A decision as a body. */
    public record ReviewBody(
            @Nullable String decision,
            @Nullable Long expectedVersion,
            @Nullable String digest,
            @Nullable String comment) {}

    /** What came of a decision that took effect. */
    public record ReviewAnswer(
            String reviewId,
            boolean accepted,
            String state,
            long version,
            @Schema(implementation = LetterJson.class) Object letter) {}

    @GET
    @Path("/letters")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    @Operation(
            operationId = "letters",
            summary = "The letters that the caller may see, a page at a time",
            description = "Every filter narrows the list; one that is given several times is met by any of its values."
                    + " The counts say how many letters each other choice would show.")
    @APIResponse(
            responseCode = "200",
            description = "A page of the list.",
            content = @Content(schema = @Schema(implementation = LettersPage.class)))
    @APIResponse(responseCode = "400", ref = "#/components/responses/MalformedQuery")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "503", ref = "#/components/responses/DatabaseAway")
    public LettersPage list(@Context UriInfo uri) {
        var query = uri.getQueryParameters();
        Filter filter = FilterParameters.read(query);
        var after = cursor(query.getFirst("cursor"));
        var limit = query.getFirst("limit");
        var page = limit == null ? desk.page(filter, after) : desk.page(filter, after, limit(limit));
        return new LettersPage(page.lines(), page.next().map(Cursor::text).orElse(null), desk.counts(filter));
    }

    @GET
    @Path("/letters/{id}")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    @Operation(
            operationId = "letter",
            summary = "One letter: what it is, why it stopped, and what the caller may do about it")
    @APIResponse(
            responseCode = "200",
            description = "The letter.",
            content = @Content(schema = @Schema(implementation = LetterJson.class)))
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/DatabaseAway")
    public Response letter(@Parameter(hidden = true) @PathParam("id") String id) {
        return Response.ok(json(desk.letter(id))).build();
    }

    @POST
    @Path("/letters/{id}/reviews")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Reviewer.REVIEWER)
    @Operation(
            operationId = "review",
            summary = "Decide about a letter",
            description = "Waits for the broker's answer. The decision is bound to the version and the digest that the"
                    + " reviewer read: whoever decides second is told who was first. A repeat under the same"
                    + " Idempotency-Key is the same decision.")
    @APIResponse(
            responseCode = "200",
            description = "The decision took effect, or had already.",
            content = @Content(schema = @Schema(implementation = ReviewAnswer.class)))
    @APIResponse(responseCode = "202", ref = "#/components/responses/Unanswered")
    @APIResponse(responseCode = "400", ref = "#/components/responses/MalformedReview")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Refused")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "409", ref = "#/components/responses/Conflict")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
    @APIResponse(responseCode = "429", ref = "#/components/responses/OverBudget")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response review(
            @Parameter(hidden = true) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam("Idempotency-Key") @Nullable String key,
            @RequestBody(required = true, content = @Content(schema = @Schema(ref = "#/components/schemas/Review")))
                    @Nullable
                    ReviewBody body) {
        var wish = wish(id, key, body, desk.reviewer());
        var result = desk.decide(id, wish);
        return DecisionWords.problem(result, wish)
                .map(problems::answer)
                .orElseGet(() -> accepted(wish, result.letter()));
    }

    @GET
    @Path("/overview")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    @Operation(
            operationId = "overview",
            summary = "How many letters there are, by category, state and view; each is counted once")
    @APIResponse(
            responseCode = "200",
            description = "The counts.",
            content = @Content(schema = @Schema(implementation = Overview.class)))
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "503", ref = "#/components/responses/DatabaseAway")
    public Overview overview() {
        return new Overview(
                desk.standings(), desk.forReader(), desk.oldestHeld().orElse(null));
    }

    private Response accepted(Wish wish, Letter letter) {
        return Response.ok(
                        new ReviewAnswer(wish.reviewId(), true, letter.state().name(), letter.version(), json(letter)))
                .build();
    }

    private Object json(Letter letter) {
        return LetterJson.of(letter, desk.raw(letter), desk.reviewer());
    }

    private static Wish wish(String id, @Nullable String key, @Nullable ReviewBody body, Reviewer who) {
        if (body == null || body.decision() == null || body.expectedVersion() == null) {
            throw new ProblemException(
                    Code.MALFORMED,
                    "A review names its decision, and as expectedVersion the version of the letter that was read.");
        }
        var decision = DecisionNames.parse(body.decision());
        return new Wish(
                ReviewIds.of(key, id, decision, who),
                decision,
                Objects.requireNonNull(body.expectedVersion()),
                body.digest(),
                body.comment());
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        return text == null
                ? null
                : Cursor.parse(text).orElseThrow(() -> new ProblemException(Code.MALFORMED, "not a cursor: " + text));
    }

    private static int limit(String text) {
        try {
            return Math.clamp(Integer.parseInt(text), 1, MOST);
        } catch (NumberFormatException e) {
            throw new ProblemException(Code.MALFORMED, "limit is a number");
        }
    }

    private static final class DecisionNames {
        static Decision parse(String name) {
            for (var decision : Decision.values()) {
                if (decision.name().equals(name) && decision != Decision.OTHER) {
                    return decision;
                }
            }
            throw new ProblemException(
                    Code.MALFORMED,
                    "There is no decision " + name + ": it is one of APPROVE, REJECT, RETRY, CONFIRM and DISCARD.");
        }
    }
}
