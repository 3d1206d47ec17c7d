package io.countersign.policystream.policy;

import io.countersign.contract.Limits;
import io.countersign.policystream.policy.Given.Entry;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads what a test takes for approved before. */
final class GivenReader {

    private GivenReader() {}

    static Given read(Fields test) {
        var given = test.map("given").orElse(null);
        if (given == null) {
            return Given.NOTHING;
        }
        var read = new Given(
                entries(given, "counters", GivenReader::sum),
                given.texts("labels"),
                entries(given, "counts", (counts, name) -> (long) counts.count(name, 0, 0, Integer.MAX_VALUE)));
        given.done();
        return read;
    }

    private static BigDecimal sum(Fields counters, String name) {
        var sum = counters.number(name, 0);
        if (sum.signum() < 0 || sum.compareTo(BigDecimal.valueOf(Limits.EXACT_INTEGER)) > 0) {
            counters.problem(name, "must be from 0 to 2^53 - 1");
            return BigDecimal.ZERO;
        }
        return sum;
    }

    private static <T> Map<String, Entry<T>> entries(Fields given, String field, BiFunction<Fields, String, T> number) {
        var entries = new HashMap<String, Entry<T>>();
        given.map(field)
                .ifPresent(map -> map.names()
                        .forEach(name -> entries.put(name, new Entry<>(map.line(name), number.apply(map, name)))));
        return entries;
    }
}
