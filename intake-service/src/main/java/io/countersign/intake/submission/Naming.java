package io.countersign.intake.submission;

import io.countersign.submission.Refusal;

/** What came of reading which intent is meant. */
public sealed interface Naming {
    /** The one of that id, if there is such a one. */
    record Named(String id) implements Naming {}

    /** Nothing that could name one. */
    record Unusable(Refusal refusal) implements Naming {}
}
