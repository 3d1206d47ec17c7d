package io.countersign.intake.waiting;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds how many requests may wait at the same time. */
public final class WaitingRoom {
    /** What the service itself wants of the heap, the tokenizer's vocabulary included. */
    private static final long TAKEN_ANYWAY = 96L * 1024 * 1024;

    /** What a waiting request was seen to hold: its thread's stack, its connection, its token. */
    private static final long TAKEN_BY_EACH = 40L * 1024;

    private static final int AT_LEAST = 100;
    private static final int AT_MOST = 20_000;

    private final int seats;
    private final Semaphore free;

    public WaitingRoom(int seats) {
        this.seats = seats;
        this.free = new Semaphore(seats);
    }

    /** How many a heap of so many bytes has room for. */
    public static int seatsOf(long heap) {
        return Math.clamp((heap - TAKEN_ANYWAY) / TAKEN_BY_EACH, AT_LEAST, AT_MOST);
    }

    /** Empty if all seats are taken. */
    public Optional<Seat> enter() {
        return free.tryAcquire() ? Optional.of(new Seat()) : Optional.empty();
    }

    public int seats() {
        return seats;
    }

    /** How many seats are taken. */
    public int taken() {
        return seats - free.availablePermits();
    }

    /** One request's place; leaving twice is leaving once. */
    public final class Seat implements AutoCloseable {
        private final AtomicBoolean left = new AtomicBoolean();

        private Seat() {}

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
