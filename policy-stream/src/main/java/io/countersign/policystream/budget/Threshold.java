package io.countersign.policystream.budget;

import java.util.List;

/**
 * A share of a budget's limit that what is settled has reached. It is told once for each owner and window: what is only
 * held may return, and a correction that falls below it does not make it news again. Of a rolling budget it is told
 * again at the earliest when the bucket in which it was told has left.
 *
 * @param percent of the limit, one of {@link #LEVELS}
 * @param window the window, or the bucket that is current
 * @param balance all that counts against the limit, and the limit
 */
public record Threshold(String budget, Unit unit, Window window, int percent, Balance balance) {

    /** The shares that are told, in per cent. */
    public static final List<Integer> LEVELS = List.of(50, 80, 100);

    /** True if so much is at least that share of the limit; nothing is no share, not even of a limit of nothing. */
    static boolean isReached(long settled, long limit, int percent) {
        long share = limit / 100 * percent + Math.ceilDiv(limit % 100 * percent, 100L);
        return settled >= Math.max(1, share);
    }
}
