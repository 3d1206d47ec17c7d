package io.countersign.intake.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One owner's entries from a place on, each once and in the order of its log: first what was written before, then what
 * comes. A reader that is slower than what comes loses no entry: what it has no room for it reads again from the log.
 * One thread reads it.
 */
public final class Feed implements AutoCloseable {
    /** Offsets of the entries to give next. */
    public record Places(long events, long output) {
        long of(Log log) {
            return log == Log.EVENTS ? events : output;
        }
    }

    /** What comes next: an entry, or the news that some can no longer be had. */
    public sealed interface Next {
        record Given(Entry entry) implements Next {}

        /** The log has forgotten entries that were asked for. */
        record Gone(Log log) implements Next {}
    }

    private static final int ROOM = 256;

    /** Bytes. */
    private static final int ROOM_FOR = 1024 * 1024;

    private final String ownerKey;
    private final History history;
    private final ToLongFunction<Log> live;
    private final Consumer<Feed> onClose;
    private final BlockingQueue<Coming> coming = new ArrayBlockingQueue<>(ROOM);
    private final Map<Log, Lane> lanes = new EnumMap<>(Log.class);
    private final AtomicInteger weight = new AtomicInteger();
    private volatile boolean overrun = true;
    private volatile boolean ended;

    /** What wakes the reader: an entry, or only the wish that it looks up. */
    private record Coming(@Nullable Entry entry) {
        static final Coming NOTHING = new Coming(null);
    }

    Feed(String ownerKey, Places from, History history, ToLongFunction<Log> live, Consumer<Feed> onClose) {
        this.ownerKey = ownerKey;
        this.history = history;
        this.live = live;
        this.onClose = onClose;
        for (var log : Log.values()) {
            lanes.put(log, new Lane(log, from.of(log)));
        }
    }

    /** The next entry, if there is one in that time; at once nothing when it has ended. */
    public Optional<Next> next(Duration atMost) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            if (overrun) {
                catchUp();
            }
            if (ended) {
                return Optional.empty();
            }
            var written = written();
            if (written.isPresent()) {
                return written;
            }
            var come = coming.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (come == null && !overrun) {
                return Optional.empty();
            }
            var entry = come == null ? null : come.entry();
            if (entry != null) {
                weight.addAndGet(-entry.weight());
                if (lane(entry.log()).isNew(entry)) {
                    return Optional.of(new Next.Given(entry));
                }
            }
        }
    }

    /**
     * Goes on with one log alone, as far as it is written now: the next entry up to there, or nothing once all have been
     * given. What comes of the other log stays where it is.
     *
     * @param until as {@link History#end} says
     */
    public Optional<Next> next(Log log, long until) throws IOException, InterruptedException {
        var lane = lane(log);
        lane.until(until);
        return lane.fill() ? Optional.of(lane.take()) : Optional.empty();
    }

    /** Begins somewhere else; before anything was asked for. */
    public void startAt(Log log, long offset) {
        lane(log).from = offset;
    }

    /** Where to go on in that log if all that was given has been used. */
    public long position(Log log) {
        return lane(log).position();
    }

    /** No more is given from here on: whoever waits for the next entry goes on at once. Any thread may call it. */
    public void end() {
        ended = true;
        // If there is no room for it, nobody waits.
        var unused = coming.offer(Coming.NOTHING);
    }

    /** Whether it was {@link #end ended}. */
    public boolean hasEnded() {
        return ended;
    }

    String ownerKey() {
        return ownerKey;
    }

    void offer(Entry entry) {
        if (overrun) {
            return;
        }
        if (weight.addAndGet(entry.weight()) > ROOM_FOR || !coming.offer(new Coming(entry))) {
            overrun = true;
        }
    }

    /** From here on entries are offered; whatever lies between the lanes and now has to be read. */
    void catchUp() {
        coming.clear();
        weight.set(0);
        overrun = false;
        lanes.values().forEach(lane -> lane.until(live.applyAsLong(lane.log)));
    }

    /** Of what was written before, the earliest; nothing if all of it has been given. */
    private Optional<Next> written() throws IOException, InterruptedException {
        var ready = new ArrayDeque<Lane>();
        for (var lane : lanes.values()) {
            if (lane.fill()) {
                ready.add(lane);
            }
        }
        return ready.stream().min(Comparator.comparing(Lane::urgency)).map(Lane::take);
    }

    private Lane lane(Log log) {
        var lane = lanes.get(log);
        if (lane == null) {
            throw new IllegalStateException("no lane for " + log);
        }
        return lane;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }

    /** One log's part: what was written before {@code until} is read in pages, what comes later is offered. */
    private final class Lane {
        private final Log log;
        private final Deque<Entry> page = new ArrayDeque<>();
        private long from;
        private long until;
        private boolean gone;

        private Lane(Log log, long from) {
            this.log = log;
            this.from = from;
            this.until = from;
        }

        private void until(long offset) {
            until = Math.max(until, offset);
        }

        private boolean fill() throws IOException, InterruptedException {
            while (page.isEmpty() && !gone && from < until) {
                var read = history.read(log, ownerKey, from, until);
                page.addAll(read.entries());
                gone = read.gone();
                from = read.next();
            }
            return gone || !page.isEmpty();
        }

        private Next take() {
            if (gone) {
                gone = false;
                return new Next.Gone(log);
            }
            return new Next.Given(page.removeFirst());
        }

        /** What is gone is told before anything else. */
        private long urgency() {
            return gone ? Long.MIN_VALUE : page.getFirst().appendedAt().toEpochMilli();
        }

        private boolean isNew(Entry entry) {
            if (entry.offset() < from) {
                return false;
            }
            from = entry.offset() + 1;
            return true;
        }

        private long position() {
            return page.isEmpty() ? from : page.getFirst().offset();
        }
    }
}
