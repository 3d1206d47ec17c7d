package io.countersign.intake.http;

import org.jspecify.annotations.Nullable;

/** What a stream says: an event with the cursor that resumes behind it, or, without either, that it is still there. */
record StreamEvent(
        @Nullable String cursor,
        @Nullable String name,
        @Nullable String data) {
    static final StreamEvent ALIVE = new StreamEvent(null, null, null);
}
