package io.countersign.policystream.budget;

/**
 * One budget in one window.
 *
 * <p>At every moment {@code settled - overrun + held <= limit}, where the limit is that of the last decision that placed
 * a hold.
 *
 * @param limit the limit of the last decision that placed a hold
 * @param held upper bounds of attempts that are under way
 * @param settled what attempts used, overruns included
 * @param overrun the part of {@code settled} that no hold had covered
 * @param told the highest {@link Threshold}, in per cent of the limit, that was told when it was reached here; 0 if none
 */
public record Balance(long limit, long held, long settled, long overrun, int told) {

    /** A window that nothing has touched. */
    public static final Balance EMPTY = new Balance(0, 0, 0, 0);

    /** A balance of which no threshold was told. */
    public Balance(long limit, long held, long settled, long overrun) {
        this(limit, held, settled, overrun, 0);
    }

    /** What counts against the limit. */
    public long used() {
        return Amounts.plus(held, settled);
    }

    /** True if {@code amount} more stays within {@code limit}. */
    boolean fits(long amount, long limit) {
        return Amounts.plus(used(), amount) <= limit;
    }

    Balance hold(long amount, long limit) {
        return new Balance(limit, Amounts.plus(held, amount), settled, overrun, told);
    }

    Balance close(Hold before, Hold after) {
        return new Balance(
                limit,
                held - before.held(),
                Amounts.plus(settled, after.settled() - before.settled()),
                Amounts.plus(overrun, after.overrun() - before.overrun()),
                told);
    }

    Balance limitedTo(long other) {
        return new Balance(other, held, settled, overrun, told);
    }

    Balance telling(int percent) {
        return new Balance(limit, held, settled, overrun, percent);
    }
}
