package io.countersign.intake.waiting;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The intents whose changes somebody at this instance waits for. */
public final class Changes {
    private final ConcurrentMap<String, Set<Watch>> byOwner = new ConcurrentHashMap<>();

    /** Sees every change from now on. To be closed. */
    public Watch watch(String ownerKey, String intentId) {
        var watch = new Watch(intentId, closed -> forget(ownerKey, closed));
        byOwner.compute(ownerKey, (key, watches) -> {
            Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** Whether a change of that owner's is worth decoding. */
    public boolean isWatching(String ownerKey) {
        return byOwner.containsKey(ownerKey);
    }

    public void changed(String ownerKey, Change change) {
        for (var watch : byOwner.getOrDefault(ownerKey, Set.of())) {
            watch.see(change);
        }
    }

    private void forget(String ownerKey, Watch watch) {
        byOwner.computeIfPresent(ownerKey, (key, watches) -> {
            watches.remove(watch);
            return watches.isEmpty() ? null : watches;
        });
    }
}
