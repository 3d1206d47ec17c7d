package io.countersign.policystream.policy;

/** What an action does to the world, as its author declares it. */
public enum Effect {
    READ,
    WRITE,
    DESTRUCTIVE
}
