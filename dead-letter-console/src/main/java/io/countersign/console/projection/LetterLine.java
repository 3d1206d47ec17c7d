package io.countersign.console.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.countersign.console.desk.Category;
import io.countersign.console.desk.Outside;
import io.countersign.console.desk.State;
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
    }

    @JsonIgnore
    public boolean isStateNews() {
        return state.isNewsOn(category);
    }
}
