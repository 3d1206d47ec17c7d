package io.countersign.policystream.lifecycle;

import java.time.Instant;

/** A promise to look at an intent again once broker time has reached {@code due}. */
public record Timer(TimerName name, Instant due) {

    /** Nothing is due later: callers may ask for deadlines that no store of milliseconds could order. */
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public Timer {
        if (due.isAfter(LATEST)) {
            due = LATEST;
        }
    }
}
