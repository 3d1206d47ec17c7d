package io.countersign.policystream.policy;

import org.jspecify.annotations.Nullable;

/**
 * Something in a valid bundle that its author should look at.
 *
 * @param file the file it is in, if the stream says so with a line {@code # file: NAME}
 * @param line counted from 1, in the file if there is one, else in the stream
 * @param message what is doubtful, in words
 */
public record Warning(@Nullable String file, int line, String message) {}
