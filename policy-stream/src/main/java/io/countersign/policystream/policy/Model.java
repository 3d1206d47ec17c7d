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
public record Model(String name, Prices prices, @Nullable Long maxOutput, List<String> fallbacks) {

    /** Each of them is part of every approval that names the model, and of what is told if all were tried in vain. */
    public static final int MOST_FALLBACKS = 8;

    public Model {
        fallbacks = List.copyOf(fallbacks);
    }
}
