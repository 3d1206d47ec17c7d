package io.countersign.policystream.budget;

/**
 * One attempt's part of one budget, in the window in which it was placed: its settlement, its release and its late
 * corrections belong to that window, whenever they come.
 *
 * @param amount the upper bound that was reserved
 * @param settled what was booked; 0 while open
 * @param overrun the part of {@code settled} that was not reserved when it was booked
 */
public record Hold(String budget, Unit unit, Window window, long amount, long settled, long overrun, boolean open) {

    static Hold placed(Claim claim) {
        return new Hold(claim.budget(), claim.unit(), claim.window(), claim.amount(), 0, 0, true);
    }

    /** The balance that the hold is part of. */
    public BalanceKey key() {
        return new BalanceKey(budget, window);
    }

    long held() {
        return open ? amount : 0;
    }

    /**
     * The hold with {@code actual} booked. Whatever exceeds what the hold still reserves, or what an earlier settlement
     * had left of it, is an overrun.
     */
    Hold settledAt(long actual) {
        long covered = open ? amount : settled - overrun;
        return new Hold(budget, unit, window, amount, actual, Math.max(0, actual - covered), false);
    }
}
