package io.countersign.submission;

/** Counts the tokens that a model would make of a text. */
@FunctionalInterface
public interface TokenCounter {
    long count(String text);
}
