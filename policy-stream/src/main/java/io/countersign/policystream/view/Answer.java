package io.countersign.policystream.view;

/** What came of a question to the view. */
public sealed interface Answer<T> {

    /** The answer. It sees everything that was committed when the question came, unless the time was up first. */
    record Found<T>(T value) implements Answer<T> {}

    /** There is nothing of that name; certain. */
    record Missing<T>() implements Answer<T> {}

    /** The instance that has the partition answers. */
    record Elsewhere<T>(Instance instance) implements Answer<T> {}

    /** It cannot be told in time: the view is behind, moving, or away. */
    record Behind<T>() implements Answer<T> {}

    /** Nothing is decided until there is a policy. */
    record NoPolicy<T>() implements Answer<T> {}
}
