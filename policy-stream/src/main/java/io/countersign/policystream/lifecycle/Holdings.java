package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.BalanceKey;
import java.util.LinkedHashMap;
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
