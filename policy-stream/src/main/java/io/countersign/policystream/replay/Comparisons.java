package io.countersign.policystream.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a backtest has found so far, over all partitions. */
final class Comparisons {

    private final int most;
    private final List<Change> told = new ArrayList<>();
    private final Map<String, Long> byRule = new TreeMap<>();
    private final Map<String, Long> byOwner = new TreeMap<>();
    private final Map<String, Long> byAction = new TreeMap<>();
    private long unchanged;
    private long changed;
    private long changedLater;
    private long guessed;
    private long notJudged;

    /** @param most how many changes are told; all are counted */
    Comparisons(int most) {
        this.most = most;
    }

    void unchanged(boolean onGuess) {
        unchanged++;
        guessed += onGuess ? 1 : 0;
    }

    void changed(Change change, boolean first) {
        changed += first ? 1 : 0;
        changedLater += first ? 0 : 1;
        guessed += change.guessed() ? 1 : 0;
        change.rules().forEach(rule -> byRule.merge(rule, 1L, Long::sum));
        byOwner.merge(change.owner(), 1L, Long::sum);
        byAction.merge(change.action(), 1L, Long::sum);
        if (told.size() < most) {
            told.add(change);
        }
    }

    void notJudged() {
        notJudged++;
    }

    BacktestReport report(String candidate, Span span) {
        return new BacktestReport(
                candidate, span, unchanged, changed, changedLater, guessed, notJudged, byRule, byOwner, byAction, told);
    }
}
