package io.countersign.console.http;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.State;
import io.countersign.console.projection.LetterCounts.Standing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The desk at a glance. */
record OverviewView(List<Standing> standings, @Nullable Instant oldestHeld) {

    /** A category and how much of it there is. */
    record Tile(Category category, long open, long all) {}

    /** A state and how many letters stand in it. */
    record StateCount(State state, long count) {}

    public List<Tile> tiles() {
        return Arrays.stream(Category.values())
                .map(category -> new Tile(
                        category,
                        count(standing ->
                                isOpen(standing) && standing.category().equals(category.name())),
                        count(standing -> standing.category().equals(category.name()))))
                .toList();
    }

    public List<StateCount> states() {
        return Arrays.stream(State.values())
                .map(state ->
                        new StateCount(state, count(standing -> standing.state().equals(state.name()))))
                .filter(state -> state.count() > 0)
                .toList();
    }

    public long open() {
        return count(OverviewView::isOpen);
    }

    /** Of the open ones, those that wait for a person. */
    public long waiting() {
        return count(standing -> isOpen(standing) && phase(standing) == State.Phase.WAITING);
    }

    public long moving() {
        return count(standing -> isOpen(standing) && phase(standing) == State.Phase.MOVING);
    }

    /** Of the open ones, those that ended by themselves: nothing waits, but somebody may want to know. */
    public long ended() {
        return count(standing -> isOpen(standing) && phase(standing) == State.Phase.ENDED);
    }

    public long budgetRefusals() {
        return count(standing -> standing.budgetRefusal() && !standing.closed());
    }

    public long closed() {
        return count(Standing::closed);
    }

    public long all() {
        return count(standing -> true);
    }

    private static State.Phase phase(Standing standing) {
        return State.named(standing.state()).phase();
    }

    private static boolean isOpen(Standing standing) {
        return !standing.closed() && !standing.budgetRefusal();
    }

    private long count(Predicate<Standing> which) {
        return standings.stream().filter(which).mapToLong(Standing::count).sum();
    }
}
