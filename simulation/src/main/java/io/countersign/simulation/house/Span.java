package io.countersign.simulation.house;

/**
 * A window of a budget, or a bucket of a rolling one, in milliseconds since the epoch.
 *
 * @param from inclusive
 * @param to exclusive
 * @param behind how much longer than to its end a bucket counts; 0 of a window that stands alone
 * @param period of a rolling budget; 0 of a window that stands alone
 */
public record Span(long from, long to, long behind, long period) {

    /** True if what was placed in the other one counts while this one is current. */
    public boolean countsWith(Span other) {
        return to - from == other.to - other.from
                && period == other.period
                && other.from <= from
                && other.from >= from - behind;
    }

    /** When nothing that was placed in it counts any more. */
    public long leaves() {
        return to + behind;
    }

    /** True if it is a bucket of a rolling budget. */
    public boolean rolls() {
        return period > 0;
    }
}
