package io.countersign.intake.waiting;

import io.countersign.contract.Owner;
import io.countersign.door.admission.Exceeded;
import io.countersign.door.admission.RateLimit;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds how many requests may wait, and streams and channels be open, at the same time: of all callers together, of a
 * tenant, and of a user, so that whoever takes all its seats leaves those of others free.
 */
public final class WaitingRoom {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Seats seats;
    private final Semaphore free;
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofTenant = new ConcurrentHashMap<>();

    /** How many there are. */
    public record Seats(int all, int ofUser, int ofTenant) {
        public Seats {
            if (all < 1 || ofUser < 1 || ofTenant < 1) {
                throw new IllegalArgumentException("nobody could enter a room of " + all + " seats, of which " + ofUser
                        + " are for one user and " + ofTenant + " for one tenant");
            }
        }

        /** Anybody may take all of them. */
        public static Seats ofAnybody(int all) {
            return new Seats(all, all, all);
        }
    }

    /** What comes of asking for a seat. */
    public sealed interface Entrance {}

    /** There is none left for that caller. */
    public record Full(Exceeded exceeded) implements Entrance {}

    public WaitingRoom(Seats seats) {
        this.seats = seats;
        this.free = new Semaphore(seats.all());
    }

    /** A seat, or which of the limits leaves none. */
    public Entrance enter(Owner caller) {
        if (!take(ofUser, caller.key(), seats.ofUser())) {
            return full("user-waiting", seats.ofUser());
        }
        if (!take(ofTenant, caller.tenant(), seats.ofTenant())) {
            leave(ofUser, caller.key());
            return full("tenant-waiting", seats.ofTenant());
        }
        if (!free.tryAcquire()) {
            leave(ofUser, caller.key());
            leave(ofTenant, caller.tenant());
            return full("waiting", seats.all());
        }
        return new Seat(caller);
    }

    /** How many seats are taken. */
    public int taken() {
        return seats.all() - free.availablePermits();
    }

    /** Only those are remembered who have a seat. */
    private static boolean take(Map<String, Integer> taken, String who, int most) {
        var got = new AtomicBoolean();
        taken.compute(who, (name, before) -> {
            int now = before == null ? 0 : before;
            got.set(now < most);
            return got.get() ? Integer.valueOf(now + 1) : before;
        });
        return got.get();
    }

    private static void leave(Map<String, Integer> taken, String who) {
        taken.computeIfPresent(who, (name, before) -> before == 1 ? null : before - 1);
    }

    private static Full full(String limit, int quota) {
        return new Full(new Exceeded(
                new RateLimit(
                        limit,
                        quota,
                        OptionalLong.empty(),
                        "concurrent-requests",
                        0,
                        OptionalLong.of(SOON.toSeconds())),
                SOON));
    }

    /** One request's place; leaving twice is leaving once. */
    public final class Seat implements Entrance, AutoCloseable {
        private final Owner caller;
        private final AtomicBoolean left = new AtomicBoolean();

        private Seat(Owner caller) {
            this.caller = caller;
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                leave(ofUser, caller.key());
                leave(ofTenant, caller.tenant());
                free.release();
            }
        }
    }
}
