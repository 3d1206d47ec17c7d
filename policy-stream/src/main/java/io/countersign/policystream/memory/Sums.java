package io.countersign.policystream.memory;

import io.countersign.policystream.budget.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was added under one key of a counter, by window, oldest first; what does not count any more is left out.
 *
 * <p>The sums are decimal, so that ten times 0.1 is 1, and so that leaving one addition out gives what the others came to.
 *
 * @param length of a window, or of a bucket of a rolling one
 * @param period of a rolling window; null if the window stands alone
 */
public record Sums(Duration length, @Nullable Duration period, List<Bucket> buckets) {

    /** What was added in one window. */
    public record Bucket(Instant opens, BigDecimal sum) {}

    public Sums {
        buckets = List.copyOf(buckets);
    }

    /** Nothing was added. */
    public static Sums nothing(Window window) {
        return new Sums(window.length(), window.rolls() ? window.span() : null, List.of());
    }

    /** True if nothing counts. */
    public boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** Without what does not count any more. */
    public Sums at(Instant now) {
        return new Sums(
                length,
                period,
                buckets.stream()
                        .filter(bucket -> window(bucket).countsUntil().isAfter(now))
                        .toList());
    }

    /** With one addition more. Windows come in the order of time, as broker time never goes back. */
    public Sums plus(Window window, BigDecimal amount) {
        var next = new ArrayList<>(buckets);
        var before = BigDecimal.ZERO;
        if (!next.isEmpty() && next.getLast().opens().equals(window.opens())) {
            before = next.removeLast().sum();
        }
        next.add(new Bucket(window.opens(), before.add(amount)));
        return new Sums(length, period, next);
    }

    /** From when on nothing of it counts, if nothing is added; empty if nothing counts now. */
    public Optional<Instant> lapses() {
        return buckets.stream().map(bucket -> window(bucket).countsUntil()).max(Comparator.naturalOrder());
    }

    /** All that counts while this window is current. */
    BigDecimal counted(Window current) {
        return buckets.stream()
                .filter(bucket -> current.countsWith(window(bucket)))
                .map(Bucket::sum)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Window window(Bucket bucket) {
        return new Window(bucket.opens(), length, period);
    }
}
