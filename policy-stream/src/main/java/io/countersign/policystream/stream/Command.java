package io.countersign.policystream.stream;

import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.session.SessionOrder;
import io.countersign.v1.Review;
import org.jspecify.annotations.Nullable;

/** What came of reading an input record. */
sealed interface Command {

    /** What is decided at its owner's partition. */
    sealed interface Owned extends Command {
        String owner();
    }

    /** An input for one intent. */
    record Known(String owner, String intentId, Input input) implements Owned {}

    /** An order for a session. */
    record OfSession(String owner, SessionOrder order) implements Owned {}

    /** A review of a letter that is about no live intent. */
    record OfLetter(Review review, String letterId) implements Command {}

    /** Nothing that can be decided, now or ever. */
    record Unreadable(String code, String message, @Nullable Exception cause) implements Command {}
}
