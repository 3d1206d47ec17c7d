package io.countersign.policystream.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt consumed, as last reported.
 *
 * @param inputTokens tokens of the request, cached ones included
 * @param cachedTokens the part of the input that the provider served from its cache
 * @param costMicros millionths of the currency unit
 * @param counted true if we counted because the provider reported nothing
 * @param model the one that consumed it, if that was said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsedTokens(
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        long costMicros,
        boolean counted,
        @Nullable String model) {}
