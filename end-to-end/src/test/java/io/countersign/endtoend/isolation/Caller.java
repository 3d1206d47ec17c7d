package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Ask;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the doors, as they say who they are.
 *
 * @param token of who says nothing, none
 * @param concerned whether what is Ana's may be told to them
 */
record Caller(String name, @Nullable String token, boolean concerned) {

    /** The same, who may be told. */
    Caller whoIsConcerned() {
        return new Caller(name, token, true);
    }

    Ask asks(Ask ask) {
        return token == null ? ask : ask.by(token);
    }
}
