package io.countersign.protocol.execution;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers the attempts that began, each until its startBy: after that no copy of its approval can begin. So a second
 * copy of a signed approval on the same topic makes no second call in this process. Not safe for use by many threads.
 */
public final class BegunAttempts {

    private record Memory(AttemptKey key, Instant startBy) {}

    private final Set<AttemptKey> begun = new HashSet<>();
    private final PriorityQueue<Memory> memories = new PriorityQueue<>(Comparator.comparing(Memory::startBy));

    /** True once for each attempt; {@code brokerTime} is an append time that was seen. */
    public boolean begin(AttemptKey key, Instant startBy, Instant brokerTime) {
        for (var oldest = memories.peek();
                oldest != null && !oldest.startBy().isAfter(brokerTime);
                oldest = memories.peek()) {
            memories.remove();
            begun.remove(oldest.key());
        }
        if (!begun.add(key)) {
            return false;
        }
        memories.add(new Memory(key, startBy));
        return true;
    }

    int size() {
        return begun.size();
    }
}
