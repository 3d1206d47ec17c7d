package io.countersign.stack;

/** A schema registry with Confluent's API. */
public interface Registry extends Part {

    /** The base address of the Confluent API, the same over restarts. */
    String url();
}
