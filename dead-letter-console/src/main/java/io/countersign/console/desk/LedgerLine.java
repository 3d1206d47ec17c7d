package io.countersign.console.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A budget's window as one change left it; before and after are held plus settled. */
public record LedgerLine(
        String name,
        String window,
        String unit,
        long limit,
        long held,
        long settled,
        long before,
        long after,
        long overrun,
        @Nullable Instant opensAt) {

    /** How full the window is after the change, in percent of the limit, at most 100. */
    public int percent() {
        return limit <= 0 ? 100 : (int) Math.clamp(after * 100.0 / limit, 0, 100);
    }

    public boolean above() {
        return after > limit;
    }
}
