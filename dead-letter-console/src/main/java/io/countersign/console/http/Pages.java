package io.countersign.console.http;

import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.http.Decisions.Wish;
import io.countersign.console.projection.Cursor;
import io.countersign.console.projection.LetterLine;
import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The desk in a browser. A GET never changes anything. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class Pages {
    private final ReviewersDesk desk;

    Pages(ReviewersDesk desk) {
        this.desk = desk;
    }

    /** The pages' templates. */
    @CheckedTemplate(basePath = "")
    static class Templates {
        private Templates() {}

        static native TemplateInstance overview(Frame frame, OverviewView overview);

        static native TemplateInstance desk(Frame frame, ListView list, @Nullable CardView card);

        static native TemplateInstance list(ListView list);

        static native TemplateInstance lines(ListView list);

        static native TemplateInstance line(LetterLine line, String query, boolean open);

        static native TemplateInstance card(CardView card);

        static native TemplateInstance problem(Frame frame, String title, Problem problem);
    }

    @GET
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance overview() {
        var view = new OverviewView(
                desk.standings(),
                desk.reviewer().acts(),
                desk.forReader(),
                desk.oldestHeld().orElse(null));
        return Templates.overview(new Frame(desk.reviewer(), "overview"), view);
    }

    @GET
    @Path("/letters")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public Response list(
            @Context UriInfo uri,
            @HeaderParam("HX-Target") @Nullable String target,
            @QueryParam("open") @Nullable String open) {
        var list = listView(filter(uri), null, open);
        if ("list".equals(target)) {
            return Response.ok(Templates.list(list))
                    .header("HX-Push-Url", "/letters" + list.query())
                    .build();
        }
        return Response.ok(Templates.desk(frame(), list, null)).build();
    }

    /** The lines behind the cursor. */
    @GET
    @Path("/letters/more")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance more(@Context UriInfo uri, @QueryParam("cursor") @Nullable String cursor) {
        var after = Optional.ofNullable(cursor)
                .flatMap(Cursor::parse)
                .orElseThrow(() -> new ProblemException(Code.MALFORMED, "not a cursor"));
        return Templates.lines(listView(filter(uri), after, null));
    }

    @GET
    @Path("/letters/{id}")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance letter(
            @PathParam("id") String id, @Context UriInfo uri, @HeaderParam("HX-Target") @Nullable String target) {
        var filter = filter(uri);
        var card = card(desk.letter(id), filter);
        return "card".equals(target)
                ? Templates.card(card)
                : Templates.desk(frame(), listView(filter, null, card.letter().id()), card);
    }

    /** One line of the list, as it is now. */
    @GET
    @Path("/letters/{id}/line")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance line(@PathParam("id") String id, @Context UriInfo uri, @QueryParam("open") boolean open) {
        return Templates.line(desk.line(id), FilterParameters.write(filter(uri)), open);
    }

    /** The untouched bytes, as a file. */
    @GET
    @Path("/letters/{id}/raw/{part}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public Response raw(@PathParam("id") String id, @PathParam("part") String part) {
        var raw = desk.raw(desk.letter(id));
        var bytes = part.equals("key") ? raw.key() : raw.value();
        if (bytes == null) {
            throw new ProblemException(Code.NOT_FOUND, "the letter holds no such bytes");
        }
        return Response.ok(bytes.toArray())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"letter-" + (part.equals("key") ? "key" : "value") + ".bin\"")
                .build();
    }

    @POST
    @Path("/letters/{id}/reviews")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Reviewer.REVIEWER)
    public TemplateInstance review(
            @PathParam("id") String id,
            @Context UriInfo uri,
            @HeaderParam("HX-Target") @Nullable String target,
            @FormParam("decision") Decision decision,
            @FormParam("expectedVersion") long expectedVersion,
            @FormParam("digest") @Nullable String digest,
            @FormParam("comment") @Nullable String comment,
            @FormParam("key") @Nullable String key) {
        var wish =
                new Wish(ReviewIds.of(key, id, decision, desk.reviewer()), decision, expectedVersion, digest, comment);
        var result = desk.decide(id, wish);
        var filter = filter(uri);
        var card = card(result.letter(), filter)
                .after(DecisionWords.notice(result, wish), key == null ? "" : key, comment);
        return "card".equals(target)
                ? Templates.card(card)
                : Templates.desk(frame(), listView(filter, null, card.letter().id()), card);
    }

    private CardView card(Letter letter, Filter filter) {
        return CardView.of(letter, desk.raw(letter), desk.reviewer(), FilterParameters.write(filter));
    }

    private ListView listView(Filter filter, @Nullable Cursor after, @Nullable String open) {
        return ListView.of(filter, desk.page(filter, after), desk.counts(filter), open);
    }

    private Frame frame() {
        return new Frame(desk.reviewer(), "letters");
    }

    private static Filter filter(UriInfo uri) {
        return FilterParameters.read(uri.getQueryParameters());
    }
}
