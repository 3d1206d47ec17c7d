package io.countersign.console.projection;

import java.util.List;
import java.util.Map;

/**
 * How many letters the filter lets through, and how many each choice of a facet would: categories and states are counted
 * without their own part of the filter, so that the other choices can be seen.
 */
public record Counts(
        long total,
        Map<String, Long> views,
        Map<String, Long> categories,
        Map<String, Long> states,
        Map<String, List<Facet>> facets) {

    /** A value that occurs, and how often. */
    public record Facet(String value, long count) {}
}
