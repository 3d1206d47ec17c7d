package io.countersign.console.http;

import io.countersign.console.desk.Button;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Request;
import io.countersign.console.desk.ReviewRules;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.TimelineEntry;
import io.countersign.console.http.DecisionWords.Notice;
import io.countersign.console.projection.LetterStore.Raw;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The decision card: a letter, what this person may do about it, and what came of what they just did. */
record CardView(
        Letter letter,
        Raw raw,
        List<Button> buttons,
        String query,
        String reviewKey,
        @Nullable String comment,
        @Nullable Notice notice) {

    static CardView of(Letter letter, Raw raw, Reviewer reviewer, String query) {
        return new CardView(letter, raw, ReviewRules.buttons(letter, reviewer), query, ReviewIds.fresh(), null, null);
    }

    /** The same card after a decision; one that may yet take effect keeps its key, so that a repeat is no second one. */
    public CardView after(Notice came, String key, @Nullable String said) {
        var again = came.tone().equals("accepted") ? reviewKey : key;
        return new CardView(letter, raw, buttons, query, again, came.tone().equals("accepted") ? null : said, came);
    }

    public @Nullable Request request() {
        return letter.request();
    }

    public List<Button> offered() {
        return buttons.stream().filter(Button::enabled).toList();
    }

    /** Decisions that fit the letter, but are not this person's to make. */
    public List<Button> forOthers() {
        return buttons.stream().filter(Button::isForOthers).toList();
    }

    /** Decisions that do not fit the letter. */
    public List<Button> withheld() {
        return buttons.stream()
                .filter(button -> !button.enabled() && !button.isForOthers())
                .toList();
    }

    /** When a comment is wanted, in words. */
    public String commentRule() {
        var wanting = offered().stream()
                .filter(Button::needsComment)
                .map(button -> button.decision().name().toLowerCase(Locale.ROOT))
                .toList();
        if (wanting.size() == offered().size()) {
            return "required";
        }
        return wanting.isEmpty() ? "optional" : "required to " + String.join(" or ", wanting);
    }

    /** Newest first: what just happened is what the reviewer looks for. */
    public List<TimelineEntry> history() {
        return letter.timeline().reversed();
    }

    public boolean hasRaw() {
        return raw.key() != null || raw.value() != null;
    }
}
