package io.countersign.executor.connector;

import io.countersign.executor.connector.llm.LlmKind;
import io.countersign.executor.connector.sql.SqlKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Every kind of connector that this executor has, by its name. */
public final class ConnectorKinds {

    private final Map<String, ConnectorKind> byName = new TreeMap<>();

    private ConnectorKinds(Stream<ConnectorKind> kinds) {
        kinds.forEach(this::add);
    }

    /**
     * Our own, and those that other jars provide.
     *
     * @param tokens counts the tokens of a text where a model's provider does not
     */
    public static ConnectorKinds all(ToLongFunction<String> tokens) {
        var own = Arrays.asList(new EchoConnector.Kind(), new HttpKind(), new SqlKind(), new LlmKind(tokens));
        var provided = ServiceLoader.load(ConnectorKind.class, ConnectorKind.class.getClassLoader());
        return new ConnectorKinds(Stream.concat(own.stream(), provided.stream().map(ServiceLoader.Provider::get)));
    }

    /** The kind of that name. */
    public Optional<ConnectorKind> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All names, in the order of the alphabet. */
    public Set<String> names() {
        return byName.keySet();
    }

    private void add(ConnectorKind kind) {
        if (byName.putIfAbsent(kind.name(), kind) != null) {
            throw new IllegalStateException("two kinds of connectors are called " + kind.name());
        }
    }
}
