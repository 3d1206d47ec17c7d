package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The buckets of one owner's rolling budget that still count, oldest first; those in which nothing is used are left out,
 * unless a threshold was told there: it is not news again before the bucket has left.
 *
 * <p>It is one value, of {@value Window#PRECEDING} + 1 buckets at most, so that a decision reads one record and writes one,
 * however many buckets count. A running sum alone would be smaller, but it could not say what leaves it, or when there is
 * room, without reading the buckets one by one.
 *
 * @param length of a bucket
 */
public record Period(Duration length, List<Bucket> buckets) {

    /** What counts of one bucket. */
    public record Bucket(Instant opens, long held, long settled, long overrun, int told) {

        long used() {
            return Amounts.plus(held, settled);
        }
    }

    public Period {
        buckets = List.copyOf(buckets);
    }

    /** A period in which nothing is used. */
    public static Period empty(Window bucket) {
        return new Period(bucket.length(), List.of());
    }

    /** With the balance of a bucket as it is now. */
    public Period with(Window bucket, Balance balance) {
        var next = new ArrayList<Bucket>(buckets.size() + 1);
        buckets.stream().filter(other -> !other.opens().equals(bucket.opens())).forEach(next::add);
        if (balance.used() != 0 || balance.told() != 0) {
            next.add(new Bucket(bucket.opens(), balance.held(), balance.settled(), balance.overrun(), balance.told()));
            next.sort(Comparator.comparing(Bucket::opens));
        }
        return new Period(length, next);
    }

    /** Without what does not count any more. */
    public Period at(Instant now) {
        return new Period(
                length,
                buckets.stream()
                        .filter(bucket ->
                                Window.countsUntil(bucket.opens(), length).isAfter(now))
                        .toList());
    }

    /** True if nothing is used in it. */
    public boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** All of it together, under a limit. */
    public Balance total(long limit) {
        var total = new Balance(limit, 0, 0, 0, 0);
        for (var bucket : buckets) {
            total = new Balance(
                    limit,
                    Amounts.plus(total.held(), bucket.held()),
                    Amounts.plus(total.settled(), bucket.settled()),
                    Amounts.plus(total.overrun(), bucket.overrun()),
                    Math.max(total.told(), bucket.told()));
        }
        return total;
    }

    /**
     * When enough of the old has left for this amount, if nothing new comes. If there is room already, when the oldest
     * leaves: the next change that time alone makes.
     *
     * @param current the bucket that contains the present
     */
    Instant roomFor(long amount, long limit, Window current) {
        long stays = amount;
        for (var bucket : buckets.reversed()) {
            stays = Amounts.plus(stays, bucket.used());
            if (stays > limit) {
                return Window.countsUntil(bucket.opens(), length);
            }
        }
        return nextLeaves(current);
    }

    /** When the oldest of what is used leaves; if nothing is used, when whatever is placed now would. */
    public Instant nextLeaves(Window current) {
        return buckets.stream()
                .filter(bucket -> bucket.used() != 0)
                .findFirst()
                .map(oldest -> Window.countsUntil(oldest.opens(), length))
                .orElse(current.countsUntil());
    }
}
