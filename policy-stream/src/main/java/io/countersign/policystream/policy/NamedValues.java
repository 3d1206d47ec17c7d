package io.countersign.policystream.policy;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value for every one of some names, found out when it is looked at. Read-only. */
final class NamedValues extends AbstractMap<String, Object> {
    private final Set<String> names;
    private final Function<String, Object> values;

    NamedValues(Set<String> names, Function<String, Object> values) {
        this.names = names;
        this.values = values;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && names.contains(text);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text && names.contains(text) ? values.apply(text) : null;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return names.stream()
                        .map(name -> Map.entry(name, values.apply(name)))
                        .iterator();
            }

            @Override
            public int size() {
                return names.size();
            }
        };
    }

    @Override
    public Set<String> keySet() {
        return names;
    }
}
