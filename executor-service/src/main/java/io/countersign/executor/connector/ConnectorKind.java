package io.countersign.executor.connector;

/**
 * A kind of connector, by the name that routes give it. The executor finds those of other jars by {@link
 * java.util.ServiceLoader}.
 */
public interface ConnectorKind {

    /** What a route says in {@code connector}. */
    String name();

    /**
     * Makes the connector of one route. Settings that it does not ask for are refused afterwards, so it asks for all that it
     * knows; what is wrong with one is thrown as {@link InvalidRoutes}.
     */
    Connector connector(Fields route, Secrets secrets);
}
