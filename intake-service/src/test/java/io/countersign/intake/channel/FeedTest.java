package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.countersign.intake.channel.Feed.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
    private static final String ANA = "acme/ana";
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Partition output = new Partition(Log.OUTPUT);
    private final Partition events = new Partition(Log.EVENTS);
    private final Feeds feeds = new Feeds(owner -> 0, new Written());

    FeedTest() {
        feeds.begin(Log.OUTPUT, 0, 0);
        feeds.begin(Log.EVENTS, 0, 0);
    }

    @Test
    void what_was_written_before_comes_first_and_then_what_comes() throws Exception {
        output.writeAndDeliver(3);
        try (var feed = feeds.open(ANA, new Feed.Places(0, 1))) {
            assertThat(offsets(feed, 2)).containsExactly(1L, 2L);
            output.writeAndDeliver(2);
            assertThat(offsets(feed, 2)).containsExactly(3L, 4L);
            assertThat(feed.next(SHORT)).isEmpty();
            assertThat(feed.position(Log.OUTPUT)).isEqualTo(5);
        }
    }

    @Test
    void a_reader_that_is_too_slow_reads_again_what_there_was_no_room_for() throws Exception {
        try (var feed = feeds.open(ANA, new Feed.Places(0, 0))) {
            feed.next(SHORT);
            output.writeAndDeliver(2000);
            assertThat(offsets(feed, 2000)).hasSize(2000).isSorted().doesNotHaveDuplicates();
            output.writeAndDeliver(1);
            assertThat(offsets(feed, 1)).containsExactly(2000L);
        }
    }

    @Test
    void one_that_has_ended_wakes_its_reader_and_gives_nothing_more() throws Exception {
        try (var feed = feeds.open(ANA, new Feed.Places(0, 0))) {
            assertThat(feed.next(SHORT)).isEmpty();
            Thread.ofVirtual().start(feed::end);

            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThat(feed.next(Duration.ofMinutes(10))).isEmpty());

            output.writeAndDeliver(1);
            assertThat(feed.hasEnded()).isTrue();
            assertThat(feed.next(SHORT)).isEmpty();
            assertThat(feed.position(Log.OUTPUT)).isZero();
        }
    }

    @Test
    void what_is_gone_is_told_once() throws Exception {
        output.writeAndDeliver(10);
        output.forget(6);
        try (var feed = feeds.open(ANA, new Feed.Places(0, 2))) {
            assertThat(feed.next(SHORT)).contains(new Next.Gone(Log.OUTPUT));
            assertThat(offsets(feed, 4)).containsExactly(6L, 7L, 8L, 9L);
        }
    }

    @Test
    void one_log_alone_goes_on_as_far_as_it_is_written_and_nothing_comes_twice() throws Exception {
        try (var feed = feeds.open(ANA, new Feed.Places(0, 0))) {
            feed.next(SHORT);
            events.writeAndDeliver(1);
            output.writeAndDeliver(1);
            output.write(2);

            var alone = new ArrayList<Long>();
            for (var next = feed.next(Log.OUTPUT, 3); next.isPresent(); next = feed.next(Log.OUTPUT, 3)) {
                alone.add(offset(next.get()));
            }
            assertThat(alone).containsExactly(0L, 1L, 2L);
            output.deliver(1, 3);
            assertThat(offsets(feed, 1)).containsExactly(0L);
            assertThat(feed.next(SHORT)).isEmpty();
        }
    }

    /** Whatever writing, delivering and reading do beside each other, each entry comes once and in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void each_entry_comes_once_whatever_happens_beside(long seed) throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int all = 20_000;
        output.writeAndDeliver(random.nextInt(500));
        var writer = Thread.ofPlatform().start(() -> {
            while (output.size() < all) {
                output.writeAndDeliver(1 + random.nextInt(Math.min(400, all - output.size())));
                Thread.yield();
            }
        });
        var seen = new ArrayList<Long>();
        while (seen.size() < all) {
            var reconnect = RandomGenerator.getDefault().nextInt(1, 3000);
            try (var feed = feeds.open(ANA, new Feed.Places(0, seen.size()))) {
                seen.addAll(offsets(feed, Math.min(reconnect, all - seen.size())));
            }
        }
        writer.join();
        assertThat(seen).hasSize(all).isSorted().doesNotHaveDuplicates();
        assertThat(feeds.size()).isZero();
    }

    private static List<Long> offsets(Feed feed, int count) throws Exception {
        var offsets = new ArrayList<Long>();
        while (offsets.size() < count) {
            offsets.add(offset(feed.next(Duration.ofSeconds(10)).orElseThrow()));
        }
        return offsets;
    }

    private static long offset(Next next) {
        return ((Next.Given) next).entry().offset();
    }

    private Partition of(Log log) {
        return log == Log.OUTPUT ? output : events;
    }

    /** One partition of a log, and what reads it. */
    private final class Partition {
        private final Log log;
        private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
        private volatile long beginning;

        private Partition(Log log) {
            this.log = log;
        }

        int size() {
            return entries.size();
        }

        void write(int count) {
            for (int i = 0; i < count; i++) {
                long offset = entries.size();
                entries.put(offset, entry(offset));
            }
        }

        void deliver(long from, long until) {
            for (long offset = from; offset < until; offset++) {
                var entry = Optional.ofNullable(entries.get(offset));
                feeds.deliver(log, 0, offset, ANA, () -> entry);
            }
        }

        void writeAndDeliver(int count) {
            long from = entries.size();
            write(count);
            deliver(from, from + count);
        }

        void forget(long before) {
            beginning = before;
        }

        private Entry entry(long offset) {
            return log == Log.OUTPUT
                    ? new Entry.Piece(offset, Instant.EPOCH, "i", 1, "hash", "r", (int) offset, "1")
                    : new Entry.Change(offset, Instant.EPOCH, "i", offset + 1, "HELD", null);
        }
    }

    private final class Written implements History {
        @Override
        public Page read(Log log, String ownerKey, long from, long until) {
            var partition = of(log);
            if (from < partition.beginning) {
                return new Page(List.of(), partition.beginning, true);
            }
            long next = Math.min(until, from + 7);
            return new Page(List.copyOf(partition.entries.subMap(from, next).values()), next, false);
        }

        @Override
        public long end(Log log, String ownerKey) {
            return of(log).size();
        }

        @Override
        public long since(Log log, String ownerKey, Instant time) {
            return 0;
        }
    }
}
