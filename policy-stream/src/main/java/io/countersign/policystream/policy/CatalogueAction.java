package io.countersign.policystream.policy;

/**
 * A compiled action: its entry in the catalogue, and what is computed from its arguments.
 *
 * @param inputTokens upper bound of the tokens of a request
 * @param outputTokens upper bound of the tokens of an answer
 */
record CatalogueAction(
        Action entry,
        ParameterSchema parameters,
        Expression<String> summary,
        Expression<Long> inputTokens,
        Expression<Long> outputTokens) {}
