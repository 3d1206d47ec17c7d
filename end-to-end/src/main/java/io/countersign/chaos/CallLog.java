package io.countersign.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** The calls that reached the backend, whatever came of them: under which key, for which work, in which second. */
public final class CallLog {

    private final Map<String, AtomicInteger> byKey = new ConcurrentHashMap<>();
    private final Map<String, String> keyOfWork = new ConcurrentHashMap<>();
    private final Map<String, String> workUnderTwoKeys = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, AtomicInteger> bySecond = new ConcurrentSkipListMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    /** One more call; the number that it has under its key. */
    int begun(String key, String work) {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        bySecond.computeIfAbsent(second(System.nanoTime()), any -> new AtomicInteger())
                .incrementAndGet();
        var known = keyOfWork.putIfAbsent(work, key);
        if (known != null && !known.equals(key)) {
            workUnderTwoKeys.put(work, key);
        }
        return byKey.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /** How many calls are under way. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How many calls were ever under way at once. */
    public int mostInFlight() {
        return mostInFlight.get();
    }

    /** How many calls came in all. */
    public int all() {
        return byKey.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** How many calls were not the first under their key. */
    public int repeated() {
        return all() - byKey.size();
    }

    /** Work that came under a second key, with that key. */
    public Map<String, String> workUnderTwoKeys() {
        return Map.copyOf(workUnderTwoKeys);
    }

    /** How many calls came in each second between two instants of {@link System#nanoTime}, seconds without any too. */
    public LongStream perSecond(long fromNanos, long untilNanos) {
        return LongStream.range(second(fromNanos), second(untilNanos)).map(second -> {
            var count = bySecond.get(second);
            return count == null ? 0 : count.get();
        });
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, 1_000_000_000L);
    }
}
