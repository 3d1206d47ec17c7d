package io.countersign.policystream.policy;

import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Recollection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a test takes for approved before.
 *
 * @param sums what counters have come to, whatever their keys
 * @param carried labels of the session
 * @param approved how many intents of each action were approved in the session
 */
record Given(Map<String, Entry<BigDecimal>> sums, List<Placed> carried, Map<String, Entry<Long>> approved)
        implements Recollection {
    static final Given NOTHING = new Given(Map.of(), List.of(), Map.of());

    /** A number, with its line in the stream. */
    record Entry<T>(int line, T number) {}

    Given {
        sums = Map.copyOf(sums);
        carried = List.copyOf(carried);
        approved = Map.copyOf(approved);
    }

    @Override
    public BigDecimal counted(CounterKey key) {
        var entry = sums.get(key.counter());
        return entry == null ? BigDecimal.ZERO : entry.number();
    }

    @Override
    public List<String> labels() {
        return carried.stream().map(Placed::text).distinct().sorted().toList();
    }

    @Override
    public Map<String, Long> counts() {
        return approved.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().number()));
    }
}
