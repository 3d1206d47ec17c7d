package io.countersign.policystream.view;

/**
 * What an attempt consumed, as last reported.
 *
 * @param inputTokens tokens of the request, cached ones included
 * @param cachedTokens the part of the input that the provider served from its cache
 * @param costMicros millionths of the currency unit
 * @param counted true if we counted because the provider reported nothing
 */
public record UsedTokens(long inputTokens, long outputTokens, long cachedTokens, long costMicros, boolean counted) {}
