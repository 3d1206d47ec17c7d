package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Prices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that the bundle knows.
 *
 * @param maxOutput the most tokens that one answer of it has, if that is known
 * @param fallbacks models that may answer in its place
 */
record Model(String name, Prices prices, @Nullable Long maxOutput, List<String> fallbacks) {

    Model {
        fallbacks = List.copyOf(fallbacks);
    }
}
