package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Prices;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that a bundle knows, and what their tokens cost.
 *
 * <p>An intent that names no model leaves the choice to its executor: it is reckoned at the highest of all prices, which
 * whatever runs does not exceed.
 */
final class Models {

    private final Map<String, Model> byName;
    private final @Nullable Prices highest;

    Models(Map<String, Model> byName) {
        this.byName = Map.copyOf(byName);
        this.highest = byName.values().stream()
                .map(Model::prices)
                .reduce(Prices::orHigher)
                .orElse(null);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** What the tokens of this model cost; empty if that is not known. */
    Optional<Prices> prices(@Nullable String model) {
        return isNamed(model)
                ? Optional.ofNullable(byName.get(model)).map(Model::prices)
                : Optional.ofNullable(highest);
    }

    /** The most that so many tokens cost of this model, or of one that answers in its place. */
    Optional<Long> atMost(@Nullable String model, long input, long output) {
        return isNamed(model)
                ? Optional.ofNullable(byName.get(model))
                        .map(known -> candidates(known)
                                .mapToLong(each -> each.prices().atMost(input, output))
                                .max()
                                .orElseThrow())
                : prices(model).map(prices -> prices.atMost(input, output));
    }

    /** So many tokens of an answer, or as many as the longest one of this model has. */
    long longest(@Nullable String model, long output) {
        var known = isNamed(model) ? byName.get(model) : null;
        return known == null || known.maxOutput() == null ? output : Math.min(output, known.maxOutput());
    }

    private Stream<Model> candidates(Model model) {
        return Stream.concat(
                Stream.of(model), model.fallbacks().stream().flatMap(name -> Stream.ofNullable(byName.get(name))));
    }

    private static boolean isNamed(@Nullable String model) {
        return model != null && !model.isEmpty();
    }
}
