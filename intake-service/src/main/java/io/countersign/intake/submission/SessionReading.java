package io.countersign.intake.submission;

import io.countersign.submission.Refusal;

/** What came of reading a request for a session: what is to be granted, or why it is none. */
public sealed interface SessionReading permits SessionRequest, SessionReading.Unusable {
    /** Nothing that could be handed over. */
    record Unusable(Refusal refusal) implements SessionReading {}
}
