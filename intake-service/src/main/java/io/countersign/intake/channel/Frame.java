package io.countersign.intake.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a client is told: an event with the cursor that resumes behind it, or, without name and data, that the channel is
 * still there.
 *
 * @param cursor where to resume once this has been seen
 * @param data JSON text
 */
public record Frame(
        @Nullable String cursor,
        @Nullable String name,
        @Nullable String data) {
    public static final Frame ALIVE = new Frame(null, null, null);
}
