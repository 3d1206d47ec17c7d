package io.countersign.policystream.policy;

/** A text of a document, with its line in the stream. */
record Placed(int line, String text) {}
