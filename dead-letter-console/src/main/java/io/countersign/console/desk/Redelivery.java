package io.countersign.console.desk;

import io.countersign.contract.Code;
import org.jspecify.annotations.Nullable;

/** Whether the bytes of an unreadable record can be put back where they came from. */
final class Redelivery {
    private Redelivery() {}

    static @Nullable Obstacle misfit(Letter letter) {
        var arrival = letter.latest();
        if (letter.category() != Category.UNREADABLE) {
            return Obstacle.firm(Code.MALFORMED, "It names an intent of its own; only a discard ends this letter.");
        }
        if (arrival.rawLength() != null) {
            return Obstacle.firm(
                    Code.TOO_LARGE, "The letter holds only the head of the record; it cannot be put back.");
        }
        return arrival.hasValue()
                ? null
                : Obstacle.firm(Code.MALFORMED, "The record has no value: putting it back would change nothing.");
    }
}
