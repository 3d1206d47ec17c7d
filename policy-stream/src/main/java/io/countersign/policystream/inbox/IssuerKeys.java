package io.countersign.policystream.inbox;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, fetched on a thread of their own: at the start, every so often, and when somebody needs newer ones.
 * Whoever needs some that are not there waits, and gets an {@link IssuerAwayException} in the end; the keys that were had
 * last stay good while no newer ones can be had.
 */
public final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    /** By how much the broker's clock may be ahead of ours: so much earlier, and no key can be newer than the record. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    private final KeySource source;
    private final InstantSource clock;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanting = lock.newCondition();
    private final Condition arriving = lock.newCondition();
    private final Thread fetching;
    private @Nullable Fetched last;
    private long begun;
    private boolean wanted;
    private boolean closed;
    private boolean away;

    /**
     * How often and how long.
     *
     * @param refresh after how long keys are fetched again without need
     * @param pause the time that is kept between two fetches, whoever wants them
     * @param patience how long somebody waits for keys
     */
    public record Pace(Duration refresh, Duration pause, Duration patience) {}

    private record Fetched(List<JsonWebKey> keys, Instant askedAt, long number) {

        /** Whether whatever signed a record of that time would be among them. */
        boolean cover(Instant appended) {
            return !askedAt.minus(CLOCKS_DIFFER).isBefore(appended);
        }
    }

    public IssuerKeys(KeySource source, InstantSource clock, Pace pace) {
        this.source = source;
        this.clock = clock;
        this.pace = pace;
        this.fetching = Thread.ofPlatform().daemon().name("issuer-keys").unstarted(this::run);
    }

    public void start() {
        fetching.start();
    }

    /** The keys that were had last. */
    List<JsonWebKey> latest() {
        return atLeast(null);
    }

    /**
     * Keys that were asked for after a record was appended, or after this was called: who is not among them is none of the
     * issuer's. So one fetch serves all records that were appended before it.
     */
    List<JsonWebKey> since(Instant appended) {
        return atLeast(appended);
    }

    private List<JsonWebKey> atLeast(@Nullable Instant appended) {
        lock.lock();
        try {
            long before = begun;
            long nanos = pace.patience().toNanos();
            while (true) {
                var have = last;
                if (have != null && (appended == null || have.cover(appended) || have.number() > before)) {
                    return have.keys();
                }
                if (closed || nanos <= 0) {
                    throw new IssuerAwayException("the issuer's keys cannot be had");
                }
                wanted = true;
                wanting.signal();
                nanos = arriving.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuerAwayException("nobody waits for the issuer's keys any more");
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                boolean had = fetch();
                Thread.sleep(pace.pause());
                rest(had);
            }
        } catch (InterruptedException ending) {
            LOG.debug("the issuer's keys are not fetched any more", ending);
        }
    }

    private boolean fetch() {
        long number = begin();
        var askedAt = clock.instant();
        try {
            arrived(new Fetched(source.fetch(), askedAt, number));
            return true;
        } catch (IOException | JoseException | RuntimeException e) {
            // Whatever it is, it is the issuer's or the way's to mend; who waits goes on waiting.
            tell(e);
            return false;
        }
    }

    private long begin() {
        lock.lock();
        try {
            wanted = false;
            return ++begun;
        } finally {
            lock.unlock();
        }
    }

    private void arrived(Fetched fetched) {
        lock.lock();
        try {
            last = fetched;
            arriving.signalAll();
        } finally {
            lock.unlock();
        }
        if (away) {
            away = false;
            LOG.info("the issuer's keys can be had again");
        }
    }

    /** One line when they go. */
    private void tell(Exception trouble) {
        if (!away) {
            away = true;
            LOG.warn("the issuer's keys cannot be had why={}", trouble.toString());
        }
    }

    /** Until somebody wants keys, or it is time. What could not be had is tried again at once. */
    private void rest(boolean had) throws InterruptedException {
        lock.lock();
        try {
            long nanos = had ? pace.refresh().toNanos() : 0;
            while (!wanted && nanos > 0) {
                nanos = wanting.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arriving.signalAll();
        } finally {
            lock.unlock();
        }
        fetching.interrupt();
    }
}
