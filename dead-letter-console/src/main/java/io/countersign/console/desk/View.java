package io.countersign.console.desk;

import io.countersign.console.desk.State.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which part of the desk is looked at, before any filter. */
public enum View {
    OPEN("Open", "Not closed, and not refused for a budget alone"),
    WAITING("To decide", "Waits for a person", Phase.WAITING),
    MOVING("On the way", "The broker or an executor has it", Phase.MOVING),
    ENDED("Ended", "Was refused or expired, and nobody has put it aside", Phase.ENDED),
    BUDGET("Budget refusals", "Refused only because a budget was used up"),
    CLOSED("Closed", "Decided, replaced, or run after all"),
    ALL("All", "Everything that ever arrived");

    /** Every letter is in exactly one of these. */
    public static final List<View> PARTS = List.of(WAITING, MOVING, ENDED, BUDGET, CLOSED);

    /** Every open letter is in exactly one of these. */
    public static final List<View> PARTS_OF_OPEN = List.of(WAITING, MOVING, ENDED);

    private final String title;
    private final String meaning;
    private final @Nullable Phase phase;

    View(String title, String meaning) {
        this(title, meaning, null);
    }

    View(String title, String meaning, @Nullable Phase phase) {
        this.title = title;
        this.meaning = meaning;
        this.phase = phase;
    }

    /** True if a letter that stands like this is in this view. */
    public boolean holds(State state, boolean closed, boolean budgetRefusal) {
        var open = !closed && !budgetRefusal;
        return switch (this) {
            case OPEN -> open;
            case WAITING, MOVING, ENDED -> open && state.phase() == phase;
            case BUDGET -> budgetRefusal && !closed;
            case CLOSED -> closed;
            case ALL -> true;
        };
    }

    /** The states that letters of this view are in. */
    public List<State> states() {
        return Arrays.stream(State.values())
                .filter(state -> phase == null || state.phase() == phase)
                .toList();
    }

    /** The view that a list of all views shows as the chosen one: a part of the open letters is shown below them. */
    public View family() {
        return phase == null ? this : OPEN;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    /** Its name in addresses. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<View> named(String slug) {
        for (var view : values()) {
            if (view.slug().equals(slug)) {
                return Optional.of(view);
            }
        }
        return Optional.empty();
    }
}
