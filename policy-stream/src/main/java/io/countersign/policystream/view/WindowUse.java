package io.countersign.policystream.view;

import io.countersign.policystream.budget.Claim;
import java.time.Instant;
import java.util.List;

/**
 * What counts against an allowance now.
 *
 * @param resets when the next window opens; of a rolling budget, when the oldest that counts leaves it
 */
public record WindowUse(long settled, long held, Instant resets) {

    /** Adds up what is known of the allowance's window, or of all buckets that count while its bucket is current. */
    public static WindowUse of(Claim allowance, List<BudgetUse> known) {
        var window = allowance.window();
        long settled = 0;
        long held = 0;
        Instant resets = window.countsUntil();
        for (var use : known) {
            var closes = use.closes();
            if (!use.name().equals(allowance.budget()) || !window.countsWith(use.window())) {
                continue;
            }
            settled += use.settled();
            held += use.held();
            boolean counts = use.settled() + use.held() > 0;
            if (counts && closes != null && closes.isBefore(resets)) {
                resets = closes;
            }
        }
        return new WindowUse(settled, held, resets);
    }
}
