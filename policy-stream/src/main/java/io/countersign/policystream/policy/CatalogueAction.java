package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.parameters.ParameterSchema;

/**
 * A compiled action: its entry in the catalogue, and what is computed from its arguments.
 *
 * @param models which of them its intents may name
 * @param inputTokens upper bound of the tokens of a request
 * @param outputTokens upper bound of the tokens of an answer
 */
record CatalogueAction(
        Action entry,
        ParameterSchema parameters,
        NamedModels models,
        Expression<String> summary,
        Expression<Long> inputTokens,
        Expression<Long> outputTokens) {}
