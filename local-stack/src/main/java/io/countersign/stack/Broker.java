package io.countersign.stack;

/** A Kafka broker. */
public interface Broker extends Part {

    /** {@code host:port}, the same over restarts. */
    String bootstrapServers();
}
