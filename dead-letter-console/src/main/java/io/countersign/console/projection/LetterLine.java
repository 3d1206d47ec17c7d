package io.countersign.console.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.countersign.console.desk.Category;
import io.countersign.console.desk.Outside;
import io.countersign.console.desk.State;
import io.countersign.console.desk.Words;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of the list. */
public record LetterLine(
        String id,
        Category category,
        State state,
        boolean closed,
        boolean budgetRefusal,
        String stage,
        String headline,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable String agent,
        @Nullable String action,
        @Nullable String effect,
        List<String> codes,
        List<String> rules,
        String reason,
        int arrivals,
        int attempts,
        Outside outside,
        long version,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant dueAt) {

    public LetterLine {
        codes = List.copyOf(codes);
        rules = List.copyOf(rules);
        reason = reason.isBlank() ? meaning(category, codes) : reason;
    }

    /** For a row that was written before rows had a reason. */
    private static String meaning(Category category, List<String> codes) {
        return codes.isEmpty() ? category.meaning() : Words.ofCode(codes.getFirst());
    }

    @JsonIgnore
    public boolean isStateNews() {
        return state.isNewsOn(category);
    }
}
