package io.countersign.policystream.budget;

import io.countersign.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt used.
 *
 * @param inputTokens tokens of the request, cached ones included
 * @param cachedTokens the part of the input that the provider served from its cache
 * @param costMicros millionths of the currency unit; 0 if the provider named none
 * @param counted true if we counted because the provider reported nothing
 * @param model the model that answered; none if that was not said, or with what is no name
 */
public record Consumption(
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        long costMicros,
        boolean counted,
        @Nullable String model) {

    /** The largest amount that JSON readers agree on; a report above it is taken to be this. */
    public static final long MOST = (1L << 53) - 1;

    public Consumption {
        inputTokens = within(inputTokens);
        outputTokens = within(outputTokens);
        cachedTokens = within(cachedTokens);
        costMicros = within(costMicros);
        model = model != null && ModelName.isValid(model) ? model : null;
    }

    /** Use by a model that is not named, or by none. */
    public Consumption(long inputTokens, long outputTokens, long cachedTokens, long costMicros, boolean counted) {
        this(inputTokens, outputTokens, cachedTokens, costMicros, counted, null);
    }

    /** The amount in a budget's unit. An attempt that began is one request, whatever it used. */
    public long in(Unit unit) {
        return switch (unit) {
            case TOKENS -> inputTokens + outputTokens;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case REQUESTS -> 1;
            case COST_MICROS -> costMicros;
        };
    }

    /** With the cost that this tariff makes of it, unless the provider named one. */
    public Consumption priced(Tariff tariff) {
        return costMicros > 0
                ? this
                : new Consumption(inputTokens, outputTokens, cachedTokens, tariff.of(this), counted, model);
    }

    private static long within(long reported) {
        return Math.max(0, Math.min(reported, MOST));
    }
}
