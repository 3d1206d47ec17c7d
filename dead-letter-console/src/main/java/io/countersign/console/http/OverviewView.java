package io.countersign.console.http;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.View;
import io.countersign.console.projection.LetterCounts.Standing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The desk at a glance: how many letters there are of each category, and where each of them stands, counted once. */
record OverviewView(
        List<Standing> standings,
        boolean decides,
        long forReader,
        @Nullable Instant oldestHeld) {

    /** A count, and the address of the list of exactly these letters. */
    record Count(long count, String address) {}

    /** A category and how much of it is open. */
    record Tile(Category category, Count open) {}

    /** A category: its letters by where they stand, and all of them. */
    record Row(Category category, List<Count> parts, Count all) {}

    public List<View> parts() {
        return View.PARTS;
    }

    public List<Tile> tiles() {
        return Arrays.stream(Category.values())
                .map(category -> new Tile(category, count(View.OPEN, category)))
                .toList();
    }

    public List<Row> rows() {
        return Arrays.stream(Category.values())
                .map(category -> new Row(
                        category,
                        View.PARTS.stream().map(view -> count(view, category)).toList(),
                        count(View.ALL, category)))
                .toList();
    }

    /** The last row: all categories together. */
    public List<Count> totals() {
        return Stream.concat(View.PARTS.stream(), Stream.of(View.ALL))
                .map(this::count)
                .toList();
    }

    public Count open() {
        return count(View.OPEN);
    }

    public Count waiting() {
        return count(View.WAITING);
    }

    /** What waits for whoever reads this. */
    public Count mine() {
        return new Count(forReader, "/letters" + FilterParameters.write(Filter.ofReader()));
    }

    public Count moving() {
        return count(View.MOVING);
    }

    public Count ended() {
        return count(View.ENDED);
    }

    public Count all() {
        return count(View.ALL);
    }

    private Count count(View view) {
        return count(standing -> standing.isIn(view), Filter.of(view));
    }

    private Count count(View view, Category category) {
        return count(
                standing -> standing.isIn(view) && standing.category().equals(category.name()),
                Filter.of(view, category));
    }

    private Count count(Predicate<Standing> which, Filter filter) {
        return new Count(
                standings.stream().filter(which).mapToLong(Standing::count).sum(),
                "/letters" + FilterParameters.write(filter));
    }
}
