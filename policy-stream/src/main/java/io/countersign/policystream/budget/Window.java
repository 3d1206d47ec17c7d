package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A span of broker time, from {@code opens} (inclusive) to {@link #closes()} (exclusive), in which holds are placed. What
 * was placed in it counts against the budget's limit until it closes; in a bucket of a rolling budget, until the
 * {@value #PRECEDING} buckets behind it have closed too.
 *
 * @param period of a rolling budget, the time in which the limit must not be passed; null if the window stands alone
 */
public record Window(
        Instant opens, Duration length, @Nullable Duration period) {

    /** How many buckets of a rolling budget count beside the current one. */
    static final int PRECEDING = 144;

    public Window {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a window has a positive length, not " + length);
        }
    }

    /** A window that stands alone. */
    public Window(Instant opens, Duration length) {
        this(opens, length, null);
    }

    /** The instant at which the next window opens. */
    public Instant closes() {
        return opens.plus(length);
    }

    /** True if it is a bucket of a rolling budget. */
    public boolean rolls() {
        return period != null;
    }

    /** The instant from which on nothing that was placed in it counts any more. */
    public Instant countsUntil() {
        return rolls() ? countsUntil(opens, length) : closes();
    }

    /** When the oldest window opened that counts together with it. */
    public Instant countsFrom() {
        return rolls() ? opens.minus(times(PRECEDING, length)) : opens;
    }

    /** How long the time is to which the limit applies. */
    public Duration span() {
        return period == null ? length : period;
    }

    /** The bucket of the same budget that contains an instant; a window that stands alone is its own. */
    Window currentAt(Instant now) {
        if (!rolls()) {
            return this;
        }
        long bucket = length.toMillis();
        return new Window(Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), bucket) * bucket), length, period);
    }

    /** True if what was placed in the other one counts while this one is current. */
    public boolean countsWith(Window other) {
        return length.equals(other.length)
                && span().equals(other.span())
                && rolls() == other.rolls()
                && !other.opens.isBefore(countsFrom())
                && !other.opens.isAfter(opens);
    }

    /** True if what was placed in the window of this text counts while this one is current. */
    public boolean countsWith(String other) {
        if (!rolls()) {
            return other.equals(text());
        }
        int slash = other.indexOf('/');
        try {
            return slash > 0
                    && other.substring(slash).equals("/" + length + "/" + period)
                    && countsWith(new Window(Instant.parse(other.substring(0, slash)), length, period));
        } catch (DateTimeParseException notAnInstant) {
            return false;
        }
    }

    /**
     * The window in records: its opening in ISO-8601, a slash, its length, such as {@code 2026-11-21T23:10:00Z/PT10M};
     * of a bucket, a slash and the period too, such as {@code 2026-11-21T23:10:00Z/PT10M/PT24H}.
     */
    public String text() {
        return opens + "/" + length + (period == null ? "" : "/" + period);
    }

    /** What the limit applies to, in the same form: of a bucket, the period that ends with it. */
    public String spanText() {
        return period == null ? text() : closes().minus(period) + "/" + period;
    }

    static Instant countsUntil(Instant opens, Duration length) {
        return opens.plus(times(PRECEDING + 1L, length));
    }

    /** As the JDK's multiplication, which goes by way of decimals: it is asked for several times in each decision. */
    private static Duration times(long number, Duration length) {
        return Duration.ofSeconds(Math.multiplyExact(length.getSeconds(), number), length.getNano() * number);
    }
}
