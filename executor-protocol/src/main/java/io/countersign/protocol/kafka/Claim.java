package io.countersign.protocol.kafka;

import io.countersign.protocol.execution.OffsetLedger;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This process's hold on one partition, from its first record until the group takes it away. The ledger and those who wait
 * for a commit belong to the consumer's thread; the hold itself may be asked by all.
 */
final class Claim {

    private enum Hold {
        OURS,
        LEAVING,
        GONE
    }

    private final OffsetLedger ledger;
    private final TreeMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    private final AtomicInteger crossing = new AtomicInteger();
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private volatile Hold hold = Hold.OURS;

    Claim(long firstOffset) {
        ledger = new OffsetLedger(firstOffset);
    }

    /** True while nothing says that the partition will go. */
    boolean isOurs() {
        return hold == Hold.OURS;
    }

    /** True until another executor may have the partition. */
    boolean isHeld() {
        return hold != Hold.GONE;
    }

    /**
     * Begins the stretch from the commit to the beginning of the call, for which a revocation waits; false if the partition
     * is about to go, and then nothing must begin.
     */
    boolean enter() {
        crossing.incrementAndGet();
        if (isOurs()) {
            return true;
        }
        crossing.decrementAndGet();
        return false;
    }

    void leave() {
        crossing.decrementAndGet();
    }

    boolean isCrossed() {
        return crossing.get() > 0;
    }

    /** Nothing new begins from here on. */
    void release() {
        if (hold == Hold.OURS) {
            hold = Hold.LEAVING;
            watchers.forEach(Runnable::run);
        }
    }

    /** Runs the watcher when the partition is about to go, at once if it is, perhaps twice; until it watches no more. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
        if (!isOurs()) {
            watcher.run();
        }
    }

    void watchNoMore(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Another executor may have the partition from here on. */
    void lose() {
        hold = Hold.GONE;
        watchers.forEach(Runnable::run);
        waiting.values()
                .forEach(
                        commit -> commit.completeExceptionally(new AbandonedException("the partition was taken away")));
        waiting.clear();
    }

    void taken(long offset) {
        ledger.taken(offset);
    }

    void settled(long offset, CompletableFuture<Void> committed) {
        if (!isHeld()) {
            committed.completeExceptionally(new AbandonedException("the partition was taken away"));
            return;
        }
        ledger.settled(offset);
        waiting.put(offset, committed);
    }

    OptionalLong committable() {
        return ledger.committable();
    }

    void committed(long offset) {
        ledger.committed(offset);
        var covered = waiting.headMap(offset);
        covered.values().forEach(commit -> commit.complete(null));
        covered.clear();
    }
}
