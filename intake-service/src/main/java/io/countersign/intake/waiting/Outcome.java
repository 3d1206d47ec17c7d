package io.countersign.intake.waiting;

import io.countersign.door.admission.Exceeded;
import org.jspecify.annotations.Nullable;

/** What can be said of a command when the waiting is over. */
public sealed interface Outcome {
    /** The broker has it; there was no decision in the time that the caller gave. */
    record Published(String intentId) implements Outcome {}

    /** The broker has decided. */
    record Decided(String intentId, Decision decision) implements Outcome {}

    /** The intent is at rest in that state, since that version if it is known. */
    record Ended(String intentId, String state, @Nullable Long version) implements Outcome {}

    /** The command is not known to be with the broker. */
    sealed interface NotHandedOver extends Outcome {}

    /** Nobody can say whether the broker has it. */
    record BrokerAway() implements NotHandedOver {}

    /** It is larger than any record may be. */
    record TooLarge() implements NotHandedOver {}

    /** Too many wait already. */
    record Full(Exceeded exceeded) implements NotHandedOver {}
}
