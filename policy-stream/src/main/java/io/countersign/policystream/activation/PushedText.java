package io.countersign.policystream.activation;

/** What came of asking for a bundle that was pushed. */
public sealed interface PushedText {

    /** It is there. */
    record Found(String version, String yaml) implements PushedText {}

    /** No bundle of that hash was ever pushed. */
    record Unknown() implements PushedText {}

    /** The broker or the registry is away. */
    record Away(String why) implements PushedText {}
}
