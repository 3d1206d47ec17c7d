package io.countersign.intake.waiting;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds how many requests may wait at the same time. */
public final class WaitingRoom {
    private final int seats;
    private final Semaphore free;

    public WaitingRoom(int seats) {
        this.seats = seats;
        this.free = new Semaphore(seats);
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
