package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Closing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the holds that a remembered intent has in each balance: through them alone is a balance reached later. */
public final class Holdings {

    private Holdings() {}

    /** How many holds a decision added to each balance; fewer, if the intent was forgotten. Balances without change are left out. */
    public static Map<BalanceKey, Long> change(@Nullable IntentState before, @Nullable IntentState after) {
        var change = new LinkedHashMap<BalanceKey, Long>();
        if (attempts(before) != attempts(after)) {
            add(change, after, 1);
            add(change, before, -1);
            change.values().removeIf(count -> count == 0);
        }
        return change;
    }

    /** The holds that a decision closed. */
    public static List<Closing> closed(@Nullable IntentState before, @Nullable IntentState after) {
        var closings = new ArrayList<Closing>();
        if (before != null && after != null) {
            for (var attempt : after.dossier().attempts()) {
                before.dossier().attempt(attempt.number()).ifPresent(then -> addClosed(closings, then, attempt));
            }
        }
        return closings;
    }

    private static void addClosed(List<Closing> closings, Attempt before, Attempt after) {
        for (int i = 0; i < after.holds().size(); i++) {
            var hold = after.holds().get(i);
            if (!hold.open() && before.holds().get(i).open()) {
                closings.add(new Closing(hold, after.approvedAt(), after.began()));
            }
        }
    }

    /** An attempt's holds are placed with it, and stay. */
    private static int attempts(@Nullable IntentState state) {
        return state == null ? 0 : state.dossier().attempts().size();
    }

    private static void add(Map<BalanceKey, Long> change, @Nullable IntentState state, long sign) {
        if (state != null) {
            state.dossier().attempts().stream()
                    .flatMap(attempt -> attempt.holds().stream())
                    .forEach(hold -> change.merge(hold.key(), sign, Long::sum));
        }
    }
}
