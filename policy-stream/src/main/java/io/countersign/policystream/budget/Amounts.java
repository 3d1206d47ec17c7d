package io.countersign.policystream.budget;

/** Sums that stop at the ends of {@code long} instead of wrapping round. */
final class Amounts {

    private Amounts() {}

    static long plus(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }
}
