package io.countersign.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt consumed.
 *
 * @param input tokens of the request, cached ones included
 * @param output tokens of the answer
 * @param cached the part of input that the provider served from its cache
 * @param costMicros millionths of the currency unit
 * @param counted true if we counted because the provider reported nothing
 * @param model the bundle's name of the model that consumed it, if a model did
 */
public record TokenUse(
        long input,
        long output,
        long cached,
        long costMicros,
        boolean counted,
        @Nullable String model) {

    /** What a call without a model consumes. */
    public static final TokenUse NONE = new TokenUse(0, 0, 0, 0, false, null);

    public TokenUse {
        if (input < 0 || output < 0 || cached < 0 || costMicros < 0) {
            throw new IllegalArgumentException("a use below zero");
        }
    }
}
