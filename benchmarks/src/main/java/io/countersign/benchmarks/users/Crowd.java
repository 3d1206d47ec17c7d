package io.countersign.benchmarks.users;

import io.countersign.benchmarks.broker.SyntheticIntents;
import java.time.Instant;
import java.util.stream.IntStream;

/** The users of one partition, each of whom is decided about once. For one thread. */
final class Crowd {

    /** So many intents are in memory at a time. */
    private static final int AT_ONCE = 5_000;

    /** All decisions about a million users fall into one window of ten minutes. */
    private static final int EACH_MILLISECOND = 10;

    private static final Instant BEGIN = Instant.parse("2026-03-02T10:00:00Z");

    private final OnePartition partition;
    private final SyntheticIntents intents;
    private final int number;
    private final int crowds;
    private int decided;

    /** The crowd of that number, of so many: no two have a user in common. */
    Crowd(OnePartition partition, SyntheticIntents intents, int number, int crowds) {
        this.partition = partition;
        this.intents = intents;
        this.number = number;
        this.crowds = crowds;
    }

    /** Decides about so many users more, and returns how many it decided about in a second; making intents does not count. */
    double perSecond(int users) {
        long nanos = 0;
        for (int left = users; left > 0; left -= AT_ONCE) {
            nanos += nanos(Math.min(left, AT_ONCE));
        }
        return users * 1e9 / nanos;
    }

    private long nanos(int users) {
        var made = IntStream.range(decided, decided + users)
                .mapToObj(user -> intents.next(user * crowds + number))
                .toList();
        long begun = System.nanoTime();
        made.forEach(intent -> partition.take(intent, BEGIN.toEpochMilli() + decided++ / EACH_MILLISECOND));
        return System.nanoTime() - begun;
    }
}
