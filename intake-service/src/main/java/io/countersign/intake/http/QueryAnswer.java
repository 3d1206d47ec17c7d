package io.countersign.intake.http;

import io.countersign.door.Problem;

/** What policy-stream says to a query. */
sealed interface QueryAnswer {
    /** The answer: JSON. */
    record Found(byte[] json) implements QueryAnswer {}

    record Refused(Problem problem) implements QueryAnswer {}

    /** It did not answer, or not in a way that means anything. */
    record Away() implements QueryAnswer {}
}
