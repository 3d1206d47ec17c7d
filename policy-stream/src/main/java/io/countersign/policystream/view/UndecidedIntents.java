package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The intents that are submitted and may be undecided. An intent stays for a while after its decision was committed: by
 * then everybody who looked before the decision has asked the view too, which wins. Read by many threads, changed by one.
 */
final class UndecidedIntents {

    /** Longer than any read waits for the view. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final int MOST = 50_000;
    private static final long MOST_CHARACTERS = 64L * 1024 * 1024;

    private final ConcurrentNavigableMap<String, UndecidedIntent> byKey = new ConcurrentSkipListMap<>();
    private final AtomicLong characters = new AtomicLong();
    private final Deque<Decided> decided = new ArrayDeque<>();

    private record Decided(long seenAtNanos, Map<TopicPartition, Long> before) {}

    /** The first of an id stays: a repeat with another digest is refused, and an equal one is the same. */
    void add(UndecidedIntent intent) {
        if (byKey.putIfAbsent(key(intent), intent) == null) {
            characters.addAndGet(intent.parameters().length());
        }
    }

    Optional<UndecidedIntent> find(Owner owner, String id) {
        return Optional.ofNullable(byKey.get(ViewKeys.intent(owner.key(), id)));
    }

    Collection<UndecidedIntent> of(Owner owner) {
        return byKey.subMap(ViewKeys.from(owner.key()), ViewKeys.to(owner.key()))
                .values();
    }

    /** What lies before these offsets has been decided. */
    void decided(Map<TopicPartition, Long> before, long nowNanos) {
        decided.addLast(new Decided(nowNanos, Map.copyOf(before)));
        Map<TopicPartition, Long> ripe = null;
        while (!decided.isEmpty() && nowNanos - decided.peekFirst().seenAtNanos() >= OVERLAP.toNanos()) {
            ripe = decided.removeFirst().before();
        }
        if (ripe != null) {
            drop(ripe);
        }
    }

    /** True if no more may be taken in: then the log has to wait. */
    boolean isFull() {
        return byKey.size() >= MOST || characters.get() >= MOST_CHARACTERS;
    }

    private void drop(Map<TopicPartition, Long> before) {
        byKey.values().removeIf(intent -> {
            @Nullable Long end = before.get(intent.partition());
            var drop = end != null && intent.offset() < end;
            if (drop) {
                characters.addAndGet(-intent.parameters().length());
            }
            return drop;
        });
    }

    private static String key(UndecidedIntent intent) {
        return ViewKeys.intent(intent.owner().key(), intent.id());
    }
}
