package io.countersign.simulation.house;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model: what a million of its tokens cost, in millionths of the currency, and how long its answers are at most. */
public record Tariff(
        String name,
        long input,
        long cached,
        long output,
        @Nullable Long maxOutput,
        List<String> fallbacks) {

    /** What it costs exactly, rounded up to a whole millionth. */
    public long cost(long newInput, long cachedInput, long answered) {
        return BigDecimal.valueOf(newInput)
                .multiply(BigDecimal.valueOf(input))
                .add(BigDecimal.valueOf(cachedInput).multiply(BigDecimal.valueOf(cached)))
                .add(BigDecimal.valueOf(answered).multiply(BigDecimal.valueOf(output)))
                .movePointLeft(6)
                .setScale(0, RoundingMode.UP)
                .min(BigDecimal.valueOf(House.MOST_EXACT))
                .longValueExact();
    }

    /** The most that so many tokens may cost, however many of them come from a cache. */
    long atMost(long inputTokens, long outputTokens) {
        return cached > input ? cost(0, inputTokens, outputTokens) : cost(inputTokens, 0, outputTokens);
    }

    /** Of nobody in particular, at the higher of each price. */
    Tariff orHigher(Tariff other) {
        return new Tariff(
                "",
                Math.max(input, other.input),
                Math.max(cached, other.cached),
                Math.max(output, other.output),
                null,
                List.of());
    }

    String yaml() {
        var longest = maxOutput == null ? "" : "maxOutput: " + maxOutput + "\n";
        return "kind: Model\nname: %s\nprices: {input: %d, cached: %d, output: %d}\n%sfallbacks: %s\n"
                .formatted(name, input, cached, output, longest, House.list(fallbacks));
    }
}
