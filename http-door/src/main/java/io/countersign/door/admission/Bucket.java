package io.countersign.door.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What is left of a rate for one of those who share nothing with others: the generic cell rate algorithm, by which a token
 * bucket is a single number, the time at which it is full again.
 */
final class Bucket {
    private final Rate rate;
    private final AtomicLong full = new AtomicLong(Long.MIN_VALUE);

    Bucket(Rate rate) {
        this.rate = rate;
    }

    /**
     * Takes so much, all or nothing; more than ever fits is given by a full bucket, which is in debt then.
     *
     * @param now of the limiter's clock, in nanoseconds
     * @return 0 if it was given, else after how many nanoseconds it would be
     */
    long take(long amount, long now) {
        if (!rate.isLimited() || amount == 0) {
            return 0;
        }
        long cost = rate.nanos(amount);
        long fits = Math.max(rate.burst().toNanos(), cost);
        while (true) {
            long before = full.get();
            long from = Math.max(before, now);
            long early = from - now + cost - fits;
            if (early > 0) {
                return early;
            }
            if (full.compareAndSet(before, from + cost)) {
                return 0;
            }
        }
    }

    /** Takes it whatever is left. */
    void charge(long amount, long now) {
        if (rate.isLimited()) {
            long cost = rate.nanos(amount);
            full.updateAndGet(before -> Math.max(before, now) + cost);
        }
    }

    /** Gives back what was just taken. */
    void giveBack(long amount) {
        if (rate.isLimited()) {
            full.addAndGet(-rate.nanos(amount));
        }
    }

    /** How much would be given now. */
    long left(long now) {
        long missing = Math.max(full.get(), now) - now;
        return Math.max(0, rate.within(rate.burst().toNanos() - missing));
    }
}
