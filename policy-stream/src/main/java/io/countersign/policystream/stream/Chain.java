package io.countersign.policystream.stream;

/** The head of an owner's events: the sequence and hash of the last one. */
record Chain(long sequence, String hash) {}
