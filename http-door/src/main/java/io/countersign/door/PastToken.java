package io.countersign.door;

import io.countersign.door.identity.Caller;

/** What came of verifying a token as of the time at which it was shown. */
public sealed interface PastToken {
    /** It was good, and names this caller. */
    record Good(Caller caller) implements PastToken {}

    /** It was not, whatever keys there are; why in words meant for who sent it. */
    record Bad(String why) implements PastToken {}

    /** None of the keys is the one that it says it was signed with: there may be newer ones. */
    record OfAnotherKey() implements PastToken {}
}
