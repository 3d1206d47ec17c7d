package io.countersign.policystream.policy;

import org.jspecify.annotations.Nullable;

/**
 * Something for which a bundle is refused.
 *
 * @param file the file it is in, if the stream says so with a line {@code # file: NAME}
 * @param line counted from 1, in the file if there is one, else in the stream
 * @param message what is wrong, in words
 */
public record Problem(@Nullable String file, int line, String message) {}
