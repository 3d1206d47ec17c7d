package io.countersign.door.identity;

/** A token that is valid but names nobody whom the broker could answer to. */
public record Unidentified(String why) implements Identification {}
