package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Tariff.Rate;
import java.util.HashMap;
import java.util.List;
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
    private final Map<String, Tariff> tariffs = new HashMap<>();
    private final @Nullable Tariff highest;

    Models(Map<String, Model> byName) {
        this.byName = Map.copyOf(byName);
        this.highest = byName.values().stream()
                .map(Model::prices)
                .reduce(Prices::orHigher)
                .map(Tariff::ofAny)
                .orElse(null);
        byName.forEach(
                (name, model) -> tariffs.put(name, new Tariff(rates(model).toList())));
    }

    /** In order. */
    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /** True of a name that is none of these; an empty one names none. */
    boolean lack(String model) {
        return isNamed(model) && !byName.containsKey(model);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** What the tokens of this model cost, or of one that answers in its place; empty if that is not known. */
    Optional<Tariff> tariff(@Nullable String model) {
        return Optional.ofNullable(isNamed(model) ? tariffs.get(model) : highest);
    }

    /** So many tokens of an answer, or as many as the longest one of this model has. */
    long longest(@Nullable String model, long output) {
        var known = isNamed(model) ? byName.get(model) : null;
        return known == null || known.maxOutput() == null ? output : Math.min(output, known.maxOutput());
    }

    /** A fallback's own fallbacks are none of the model's. */
    private Stream<Rate> rates(Model model) {
        return Stream.concat(
                        Stream.of(model),
                        model.fallbacks().stream().flatMap(name -> Stream.ofNullable(byName.get(name))))
                .map(each -> new Rate(each.name(), each.prices()));
    }

    private static boolean isNamed(@Nullable String model) {
        return model != null && !model.isEmpty();
    }
}
