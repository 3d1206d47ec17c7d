package io.countersign.policystream.stream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the work of one stream thread is committed. A transaction has a price, however much is in it. A thread that keeps
 * up commits soon, so that a decision is quick. What comes while it commits waits for as long as that takes; it then gathers
 * for as long again, so that transactions take no more than half of its time, but never for longer than
 * {@link #MOST_FOR_A_COMMIT} in all, of which the commit is a part. One
 * that is further behind gathers for a fifth of the time by which it is, within Kafka Streams' own commit interval: what waits
 * is then decided sooner, because less of the time goes into transactions, and nothing waits much longer for it than it has
 * already.
 *
 * <p>Behind is who takes records that have waited longer than the one that waited least so far. Broker and process need
 * not agree on the time for that, nor keep the same pace, and none of it enters a decision.
 */
final class Cadence {

    /** The setting that says how soon, in milliseconds; without it, only Kafka Streams' own interval counts. */
    static final String SOON = "countersign.commit.soon.ms";

    /** The part of the time by which a thread is behind that it gathers for. */
    private static final int PART = 5;

    /** Longer than a commit takes, and its work; who has waited for longer than the half has waited for something else. */
    private static final long MOST_FOR_A_COMMIT = Duration.ofMillis(50).toNanos();

    /** Nobody's clock is believed to be further ahead of the broker's: who has waited longer is behind, also at first. */
    private static final long MOST_AHEAD = Duration.ofSeconds(2).toNanos();

    /** Clocks that are being adjusted drift apart by 500 millionths at most, so the least wait may grow by as much. */
    private static final long DRIFT = 2_000;

    private static final ThreadLocal<Cadence> OF_THREAD = ThreadLocal.withInitial(Cadence::new);

    private long leastWait = MOST_AHEAD;
    private long lastWait;
    private long longestLag;
    private long lastTook;
    private boolean hasTaken;
    private long lastAsked;
    private boolean hasAsked;

    /** What the settings say; null if only Kafka Streams' own interval counts. */
    static @Nullable Duration soon(Map<String, Object> settings) {
        var soon = settings.get(SOON);
        return soon == null ? null : Duration.ofMillis(Long.parseLong(soon.toString()));
    }

    /** The tasks of a thread commit together, so they ask together. */
    static Cadence ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * A record was taken.
     *
     * @param waitedMillis how long after its append time, by whatever clocks
     * @param nanos when, by this process's own measure
     */
    void took(long waitedMillis, long nanos) {
        long grown = hasTaken ? leastWait + (nanos - lastTook) / DRIFT : leastWait;
        lastWait = TimeUnit.MILLISECONDS.toNanos(waitedMillis);
        leastWait = Math.min(grown, lastWait);
        longestLag = Math.max(longestLag, lag());
        lastTook = nanos;
        hasTaken = true;
    }

    /** Whether a task that has work to commit should ask for it now; true at most once within {@code soon}. */
    boolean asksAt(long nanos, Duration soon) {
        if (hasAsked && nanos - lastAsked < Math.max(soon.toNanos(), gathers())) {
            return false;
        }
        hasAsked = true;
        lastAsked = nanos;
        longestLag = 0;
        return true;
    }

    /** From when it asked: the commit has its time within this. */
    private long gathers() {
        return Math.max(Math.min(2 * longestLag, MOST_FOR_A_COMMIT), lag() / PART);
    }

    private long lag() {
        return lastWait - leastWait;
    }
}
