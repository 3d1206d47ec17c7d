package io.countersign.console.http;

import io.countersign.console.ConsoleConfig;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.View;
import io.countersign.console.http.Decisions.Wish;
import io.countersign.console.projection.Cursor;
import io.countersign.console.projection.LetterCounts;
import io.countersign.console.projection.LetterLine;
import io.countersign.console.projection.LetterList;
import io.countersign.console.projection.LetterStore;
import io.countersign.contract.Code;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The desk in a browser. A GET never changes anything. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class Pages {
    private final LetterStore letters;
    private final LetterCounts counts;
    private final Decisions decisions;
    private final CurrentReviewer reviewer;
    private final int pageSize;

    Pages(
            LetterStore letters,
            LetterCounts counts,
            Decisions decisions,
            CurrentReviewer reviewer,
            ConsoleConfig config) {
        this.letters = letters;
        this.counts = counts;
        this.decisions = decisions;
        this.reviewer = reviewer;
        this.pageSize = config.console().pageSize();
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

        static native TemplateInstance problem(Frame frame, Problem problem);
    }

    @GET
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance overview() {
        var who = reviewer.get();
        var view =
                new OverviewView(counts.standings(who), counts.oldestHeld(who).orElse(null));
        return Templates.overview(new Frame(who, "overview"), view);
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
        var card = card(find(id), filter);
        return "card".equals(target)
                ? Templates.card(card)
                : Templates.desk(frame(), listView(filter, null, card.letter().id()), card);
    }

    /** One line of the list, as it is now. */
    @GET
    @Path("/letters/{id}/line")
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public TemplateInstance line(@PathParam("id") String id, @Context UriInfo uri, @QueryParam("open") boolean open) {
        return letters.among(Set.of(id), Filter.of(View.ALL), reviewer.get()).stream()
                .findFirst()
                .map(line -> Templates.line(line, FilterParameters.write(filter(uri)), open))
                .orElseThrow(() -> new ProblemException(Code.NOT_FOUND, "there is no letter " + id));
    }

    /** The untouched bytes, as a file. */
    @GET
    @Path("/letters/{id}/raw/{part}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public Response raw(@PathParam("id") String id, @PathParam("part") String part) {
        var raw = letters.raw(find(id).latest().letterId());
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
        var who = reviewer.get();
        var wish = new Wish(ReviewIds.of(key, id, decision, who), decision, expectedVersion, digest, comment);
        var result = decisions.decide(id, who, wish);
        var filter = filter(uri);
        var card = card(result.letter(), filter)
                .after(DecisionWords.notice(result, wish), key == null ? "" : key, comment);
        return "card".equals(target)
                ? Templates.card(card)
                : Templates.desk(frame(), listView(filter, null, card.letter().id()), card);
    }

    private Letter find(String id) {
        return letters.find(id, reviewer.get())
                .orElseThrow(() -> new ProblemException(Code.NOT_FOUND, "There is no such letter."));
    }

    private CardView card(Letter letter, Filter filter) {
        var raw = letters.raw(letter.latest().letterId());
        return CardView.of(letter, raw, reviewer.get(), FilterParameters.write(filter));
    }

    private ListView listView(Filter filter, @Nullable Cursor after, @Nullable String open) {
        LetterList page = letters.list(filter, reviewer.get(), after, pageSize);
        return ListView.of(filter, page, counts.of(filter, reviewer.get()), open);
    }

    private Frame frame() {
        return new Frame(reviewer.get(), "letters");
    }

    private static Filter filter(UriInfo uri) {
        return FilterParameters.read(uri.getQueryParameters());
    }
}
