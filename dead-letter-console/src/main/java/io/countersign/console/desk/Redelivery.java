package io.countersign.console.desk;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the bytes of an unreadable record can be put back where they came from. */
final class Redelivery {
    /** What policy-stream reads for others. */
    private static final Set<String> PUT_BACK_ON =
            Set.of(Topics.SUBMITTED, Topics.CANCELLATIONS, Topics.SESSIONS, Topics.OUTCOMES, Topics.REVIEWS);

    private Redelivery() {}

    static @Nullable Obstacle misfit(Letter letter) {
        var arrival = letter.latest();
        if (letter.category() != Category.UNREADABLE) {
            return Obstacle.neverOffered("It names an intent of its own; only a discard ends this letter.");
        }
        if (arrival.rawLength() != null) {
            return Obstacle.firm(
                    Code.TOO_LARGE, "The letter holds only the head of the record; it cannot be put back.");
        }
        if (!PUT_BACK_ON.contains(arrival.provenance().position().topic())) {
            return Obstacle.neverOffered(
                    "Nothing is put back on " + arrival.provenance().position().topic() + ".");
        }
        if (arrival.provenance().hops() >= Limits.HOPS) {
            return Obstacle.firm(Code.ATTEMPTS_EXHAUSTED, "It was put back " + Limits.HOPS + " times already.");
        }
        return arrival.hasValue()
                ? null
                : Obstacle.neverOffered("The record has no value: putting it back would change nothing.");
    }
}
