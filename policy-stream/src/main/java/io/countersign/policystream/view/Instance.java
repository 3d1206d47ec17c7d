package io.countersign.policystream.view;

/** Where a process of this service listens for the others. */
public record Instance(String host, int port) {}
