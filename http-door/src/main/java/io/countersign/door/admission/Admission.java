package io.countersign.door.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what the requests within a process may take of its memory together. A flood is refused at the door, where a
 * refusal costs nothing, instead of ending the process and everything that waits in it.
 */
public final class Admission {
    /** What a request was seen to hold: its thread's stack, its connection, its token. */
    static final long WEIGHT_OF_EACH = 48L * 1024;

    /** A body is held as bytes, as text, as a tree and as a record, some of them twice. */
    static final int COPIES_OF_BODY = 8;

    private static final double SHARE_OF_HEAP = 0.4;

    private final long capacity;
    private final AtomicLong taken = new AtomicLong();

    /** The room of bodies that are under way, for each who brings some. */
    private final Map<String, Long> ofHolders = new ConcurrentHashMap<>();

    /**
     * @param capacity in bytes
     */
    public Admission(long capacity) {
        this.capacity = capacity;
    }

    /** What a heap of so many bytes has room for, beside what the service itself wants. */
    public static Admission ofHeap(long heap) {
        return new Admission((long) (heap * SHARE_OF_HEAP));
    }

    /**
     * Lets a request in; empty if there is no room for it. One that is larger than everything gets in when it is alone.
     *
     * @param bodyBytes the length that its body has, or may have
     */
    public Optional<Entry> enter(long bodyBytes) {
        long weight = Math.min(capacity, WEIGHT_OF_EACH + COPIES_OF_BODY * Math.max(0, bodyBytes));
        while (true) {
            long before = taken.get();
            if (before + weight > capacity) {
                return Optional.empty();
            }
            if (taken.compareAndSet(before, before + weight)) {
                return Optional.of(new Entry(weight));
            }
        }
    }

    /** How much of the capacity is in use, from 0 to 1. */
    public double used() {
        return (double) taken.get() / capacity;
    }

    /** One request's room; leaving twice is leaving once. */
    public final class Entry implements AutoCloseable {
        private final long weight;
        private final List<String> holders = new ArrayList<>();
        private boolean left;

        private Entry(long weight) {
            this.weight = weight;
        }

        /**
         * Once it is known whose body this is: books its room on that name until the request leaves. A single body is never too
         * much.
         *
         * @param share of the capacity, from 0 to 1, that all bodies of that name may take together
         * @return false, with nothing booked, if they would take more
         */
        public synchronized boolean tryBook(String holder, double share) {
            long most = (long) (share * capacity);
            long body = body();
            if (left || body == 0) {
                return true;
            }
            ofHolders.compute(holder, (name, held) -> {
                if (held != null && held + body > most) {
                    return held;
                }
                holders.add(holder);
                return held == null ? body : held + body;
            });
            return holders.contains(holder);
        }

        private long body() {
            return Math.max(0, weight - WEIGHT_OF_EACH);
        }

        @Override
        public synchronized void close() {
            if (!left) {
                left = true;
                taken.addAndGet(-weight);
                holders.forEach(holder ->
                        ofHolders.computeIfPresent(holder, (name, held) -> held > body() ? held - body() : null));
            }
        }
    }
}
