package io.countersign.intake.channel;

import java.time.Duration;

/** Knows when a client has heard nothing for so long that it is told that its channel is still there. */
final class KeepAlive {
    private final Duration every;
    private long heardAt = System.nanoTime();

    KeepAlive(Duration every) {
        this.every = every;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    /** How long to wait for something to tell, if there is only so much time left. */
    Duration patience(Duration left) {
        var silence = every.minusNanos(System.nanoTime() - heardAt);
        var wait = silence.compareTo(left) < 0 ? silence : left;
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    boolean isDue() {
        return System.nanoTime() - heardAt >= every.toNanos();
    }
}
