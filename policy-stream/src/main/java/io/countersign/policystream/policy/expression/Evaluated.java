package io.countersign.policystream.policy.expression;

import java.util.function.Function;

/** What evaluating an expression came to: a value of the type it must have, or why there is none. */
public sealed interface Evaluated<T> {

    /** The value turned into another, if there is one. */
    default <R> Evaluated<R> map(Function<T, R> turned) {
        return switch (this) {
            case Is<T>(T value) -> new Is<>(turned.apply(value));
            case Failed<T>(String why) -> new Failed<>(why);
        };
    }

    /** It has this value. */
    record Is<T>(T value) implements Evaluated<T> {}

    /** It has no value: it failed, cost too much, or is of another type. */
    record Failed<T>(String why) implements Evaluated<T> {}
}
