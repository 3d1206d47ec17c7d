package io.countersign.console.http;

import io.countersign.console.ConsoleConfig;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.View;
import io.countersign.console.http.Decisions.Result;
import io.countersign.console.http.Decisions.Wish;
import io.countersign.console.projection.Counts;
import io.countersign.console.projection.Cursor;
import io.countersign.console.projection.LetterCounts;
import io.countersign.console.projection.LetterCounts.Standing;
import io.countersign.console.projection.LetterLine;
import io.countersign.console.projection.LetterList;
import io.countersign.console.projection.LetterStore;
import io.countersign.console.projection.LetterStore.Raw;
import io.countersign.contract.Code;
import io.countersign.door.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The desk as whoever is there in this request may see it and act on it, by page or by API. */
@ApplicationScoped
class ReviewersDesk {
    private final LetterStore letters;
    private final LetterCounts counts;
    private final Decisions decisions;
    private final CurrentReviewer reviewer;
    private final int pageSize;

    ReviewersDesk(
            LetterStore letters,
            LetterCounts counts,
            Decisions decisions,
            CurrentReviewer reviewer,
            ConsoleConfig config) {
        this.letters = letters;
        this.counts = counts;
        this.decisions = decisions;
        this.reviewer = reviewer;
        this.pageSize = config.pageSize();
    }

    Reviewer reviewer() {
        return reviewer.get();
    }

    /** What may not be seen is not there. */
    Letter letter(String id) {
        return letters.find(id, reviewer()).orElseThrow(() -> missing(id));
    }

    Raw raw(Letter letter) {
        return letters.raw(letter.latest().letterId());
    }

    LetterLine line(String id) {
        return letters.among(Set.of(id), Filter.of(View.ALL), reviewer()).stream()
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    LetterList page(Filter filter, @Nullable Cursor after) {
        return page(filter, after, pageSize);
    }

    LetterList page(Filter filter, @Nullable Cursor after, int limit) {
        return letters.list(filter, reviewer(), after, limit);
    }

    Counts counts(Filter filter) {
        return counts.of(filter, reviewer());
    }

    List<Standing> standings() {
        return counts.standings(reviewer());
    }

    /** How many letters wait for this person. */
    long forReader() {
        return counts.forReader(reviewer());
    }

    Optional<Instant> oldestHeld() {
        return counts.oldestHeld(reviewer());
    }

    Result decide(String id, Wish wish) {
        return decisions.decide(id, reviewer(), wish);
    }

    private static ProblemException missing(String id) {
        return new ProblemException(Code.NOT_FOUND, "there is no letter " + id);
    }
}
