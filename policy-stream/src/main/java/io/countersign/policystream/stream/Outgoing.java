package io.countersign.policystream.stream;

/** A record on its way out: its partition is the owner's, whatever its key hashes to. */
public record Outgoing(String topic, int partition, byte[] value) {}
