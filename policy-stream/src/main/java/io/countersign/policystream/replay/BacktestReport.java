package io.countersign.policystream.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a candidate would have decided otherwise.
 *
 * @param candidate the bundle's hash
 * @param unchanged intents of which the first decision would be the same
 * @param changed intents of which the first decision would be another
 * @param changedLater intents that would have been decided alike at first, and otherwise when they were looked at again
 * @param guessed decisions, changed or not, that rest on a reservation of which no record says what it came to
 * @param notJudged intents that could not be judged, because their record is not in the log any more
 * @param byRule how many changes each rule or budget has a part in
 * @param told the first changes
 */
public record BacktestReport(
        String candidate,
        Span span,
        long unchanged,
        long changed,
        long changedLater,
        long guessed,
        long notJudged,
        Map<String, Long> byRule,
        Map<String, Long> byUser,
        Map<String, Long> byAction,
        List<Change> told) {

    public BacktestReport {
        byRule = new TreeMap<>(byRule);
        byUser = new TreeMap<>(byUser);
        byAction = new TreeMap<>(byAction);
        told = List.copyOf(told);
    }

    /** How many changes there are, told or not. */
    public long changes() {
        return changed + changedLater;
    }

    /** For a person to read: the changes, their counts, and the sum. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        told.forEach(change -> lines.add(change.toString()));
        if (changes() > told.size()) {
            lines.add("... and %d more".formatted(changes() - told.size()));
        }
        counts(lines, "rule", byRule);
        counts(lines, "user", byUser);
        counts(lines, "action", byAction);
        if (notJudged > 0) {
            lines.add("%d intents could not be judged: their records are not in the log any more".formatted(notJudged));
        }
        lines.add("bundle %s on the intents from %s to %s, warmed up since %s"
                .formatted(candidate, span.from(), span.to(), span.warmUp()));
        lines.add("%d decisions unchanged, %d changed at once, %d changed later; %d of them rest on guesses"
                .formatted(unchanged, changed, changedLater, guessed));
        return lines;
    }

    private static void counts(List<String> lines, String title, Map<String, Long> counts) {
        counts.forEach((name, count) -> lines.add("changed by %s %s: %d".formatted(title, name, count)));
    }
}
