package io.countersign.intake.channel;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Hands what is read now to the feeds of its owner, and knows how far that reading is. One thread delivers a partition of
 * a log; everything else may be called by any thread.
 */
public final class Feeds {
    private record Part(Log log, int partition) {}

    private final ToIntFunction<String> partitioner;
    private final History history;
    private final ConcurrentMap<String, Set<Feed>> byOwner = new ConcurrentHashMap<>();
    private final ConcurrentMap<Part, Long> read = new ConcurrentHashMap<>();

    /** @param partitioner the partition of an owner's key */
    public Feeds(ToIntFunction<String> partitioner, History history) {
        this.partitioner = partitioner;
        this.history = history;
    }

    /** What of an owner's entries has not been given yet, from the places on. To be closed. */
    public Feed open(String ownerKey, Feed.Places from) {
        var feed = new Feed(ownerKey, from, history, log -> position(log, ownerKey), this::forget);
        byOwner.compute(ownerKey, (key, feeds) -> {
            Set<Feed> all = feeds == null ? ConcurrentHashMap.newKeySet() : feeds;
            all.add(feed);
            return all;
        });
        feed.catchUp();
        return feed;
    }

    /** How far the partition of an owner has been read and delivered; later records will be. */
    public long position(Log log, String ownerKey) {
        var position = read.get(new Part(log, partitioner.applyAsInt(ownerKey)));
        if (position == null) {
            throw new IllegalStateException(log + " is not read yet");
        }
        return position;
    }

    /** Whether an owner's partitions are being read: before that nothing can be told of it. */
    public boolean isReading(String ownerKey) {
        int partition = partitioner.applyAsInt(ownerKey);
        return Arrays.stream(Log.values()).allMatch(log -> read.containsKey(new Part(log, partition)));
    }

    /** Reading begins there, unless it has begun already. */
    public void begin(Log log, int partition, long position) {
        read.merge(new Part(log, partition), position, Math::max);
    }

    /** A record was read. It is decoded only if somebody wants it. */
    public void deliver(
            Log log, int partition, long offset, String ownerKey, Supplier<? extends Optional<? extends Entry>> entry) {
        // First the position, then the offer: whoever does not take the offer finds the record before the position.
        passed(log, partition, offset);
        var feeds = byOwner.getOrDefault(ownerKey, Set.of());
        if (!feeds.isEmpty()) {
            entry.get().ifPresent(decoded -> feeds.forEach(feed -> feed.offer(decoded)));
        }
    }

    /** A record was read that belongs to nobody. */
    public void passed(Log log, int partition, long offset) {
        read.merge(new Part(log, partition), offset + 1, Math::max);
    }

    /** How many feeds are open. */
    public int size() {
        return byOwner.values().stream().mapToInt(Set::size).sum();
    }

    private void forget(Feed feed) {
        byOwner.computeIfPresent(feed.ownerKey(), (key, feeds) -> {
            feeds.remove(feed);
            return feeds.isEmpty() ? null : feeds;
        });
    }
}
