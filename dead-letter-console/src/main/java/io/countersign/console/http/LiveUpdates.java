package io.countersign.console.http;

import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.View;
import io.countersign.console.projection.LetterChannel;
import io.countersign.console.projection.LetterLine;
import io.countersign.console.projection.LetterStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Tells open pages which rows have changed, among those that their reader may see. */
@Path("/live")
public class LiveUpdates {
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LetterChannel channel;
    private final LetterStore letters;
    private final CurrentReviewer reviewer;

    LiveUpdates(LetterChannel channel, LetterStore letters, CurrentReviewer reviewer) {
        this.channel = channel;
        this.letters = letters;
        this.reviewer = reviewer;
    }

    /**
     * What has changed.
     *
     * @param changed rows that the reader may see
     * @param matching those of them that the page's filter lets through
     * @param missed true if there may have been more
     */
    public record Update(List<String> changed, Set<String> matching, boolean missed) {}

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed({Reviewer.REVIEWER, Reviewer.AUDITOR})
    public Multi<Update> updates(@Context UriInfo uri) {
        var filter = FilterParameters.read(uri.getQueryParameters());
        var reader = reviewer.get();
        var heartbeat = Multi.createFrom()
                .ticks()
                .every(HEARTBEAT)
                .onOverflow()
                .drop()
                .map(tick -> new Update(List.of(), Set.of(), false));
        var updates = channel.changes()
                .group()
                .intoLists()
                .of(100, GATHER)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(notes -> update(notes, filter, reader))
                .filter(update -> update.missed() || !update.changed().isEmpty());
        return Multi.createBy().merging().streams(heartbeat, updates);
    }

    private Update update(List<List<String>> notes, Filter filter, Reviewer reader) {
        var ids = new HashSet<String>();
        notes.forEach(ids::addAll);
        return new Update(
                ids(letters.among(ids, Filter.of(View.ALL), reader)),
                Set.copyOf(ids(letters.among(ids, filter, reader))),
                notes.stream().anyMatch(List::isEmpty));
    }

    private static List<String> ids(List<LetterLine> lines) {
        return lines.stream().map(LetterLine::id).toList();
    }
}
