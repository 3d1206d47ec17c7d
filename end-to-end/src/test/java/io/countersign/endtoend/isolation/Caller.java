package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Ask;
import org.jspecify.annotations.Nullable;

/** Somebody at the doors, as they say who they are; who says nothing has no token. */
record Caller(String name, @Nullable String token) {

    Ask asks(Ask ask) {
        return token == null ? ask : ask.by(token);
    }
}
