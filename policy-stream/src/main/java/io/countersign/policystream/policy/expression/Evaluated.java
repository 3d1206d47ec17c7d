package io.countersign.policystream.policy.expression;

/** What evaluating an expression came to: a value of the type it must have, or why there is none. */
public sealed interface Evaluated<T> {

    /** It has this value. */
    record Is<T>(T value) implements Evaluated<T> {}

    /** It has no value: it failed, cost too much, or is of another type. */
    record Failed<T>(String why) implements Evaluated<T> {}
}
