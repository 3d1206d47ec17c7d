package io.countersign.executor.routes;

import io.countersign.contract.ActionGlob;
import io.countersign.executor.connector.Connector;

/**
 * Where approved actions go.
 *
 * @param actions whose they are
 * @param kind the connector's name
 * @param inFlight how many attempts of one action may run at a time
 */
public record Route(ActionGlob actions, String kind, int inFlight, Connector connector) {}
