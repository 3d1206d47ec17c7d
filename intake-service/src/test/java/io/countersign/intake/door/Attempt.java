package io.countersign.intake.door;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An attempt as the log knows it. */
record Attempt(
        int number,
        String lease,
        Instant since,
        @Nullable String run,
        @Nullable Integer chunks) {

    static Attempt first() {
        return new Attempt(1, UUID.randomUUID().toString(), Instant.now().minusSeconds(1), null, null);
    }

    Attempt next() {
        return new Attempt(number + 1, UUID.randomUUID().toString(), Instant.now(), null, null);
    }

    Attempt begun() {
        return new Attempt(number, lease, since, UUID.randomUUID().toString(), null);
    }

    Attempt ended(int pieces) {
        return new Attempt(number, lease, since, run, pieces);
    }
}
