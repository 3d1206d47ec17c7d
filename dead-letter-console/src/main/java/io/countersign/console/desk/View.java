package io.countersign.console.desk;

import java.util.Locale;
import java.util.Optional;

/** Which part of the desk is looked at, before any filter. */
public enum View {
    OPEN("Open", "Waits for a decision, or is on its way after one"),
    BUDGET("Budget refusals", "Refused only because a budget was used up"),
    CLOSED("Closed", "Decided, replaced, or run after all"),
    ALL("All", "Everything that ever arrived");

    private final String title;
    private final String meaning;

    View(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
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
