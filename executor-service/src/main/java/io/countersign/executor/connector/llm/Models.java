package io.countersign.executor.connector.llm;

import io.countersign.protocol.ApprovedAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models of a route, by the names that the bundle gives them. */
final class Models {

    private final Function<String, Optional<Model>> byName;
    private final @Nullable String absent;
    private final List<Provider> providers;

    private Models(Function<String, Optional<Model>> byName, @Nullable String absent, Collection<Provider> providers) {
        this.byName = byName;
        this.absent = absent;
        this.providers = List.copyOf(providers);
    }

    /** These and no others; {@code absent} is for actions that name none. */
    static Models of(Map<String, Model> byName, @Nullable String absent, Collection<Provider> providers) {
        return new Models(name -> Optional.ofNullable(byName.get(name)), absent, providers);
    }

    /** All models of one provider, which has the bundle's names for them. */
    static Models of(Provider provider, String limit, @Nullable String absent) {
        return new Models(name -> Optional.of(new Model(name, provider, name, limit)), absent, List.of(provider));
    }

    /** The names of the models that may answer, in the order in which they are to be asked; none if none is named. */
    List<String> named(ApprovedAction action) {
        var names = new ArrayList<String>();
        var asked = action.model() == null ? absent : action.model();
        if (asked != null) {
            names.add(asked);
            names.addAll(action.fallbacks());
        }
        return names.stream().distinct().toList();
    }

    Optional<Model> model(String name) {
        return byName.apply(name);
    }

    /** Those of which one has each model. */
    List<Provider> providers() {
        return providers;
    }

    /** Those that have the models which may answer, in the order in which they are to be asked. */
    List<Provider> providersOf(ApprovedAction action) {
        return named(action).stream()
                .flatMap(name -> model(name).stream())
                .map(Model::provider)
                .distinct()
                .toList();
    }
}
