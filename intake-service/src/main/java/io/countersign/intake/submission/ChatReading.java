package io.countersign.intake.submission;

import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;

/** What became of reading a chat request: a {@link Chat}, or why there is none. */
public sealed interface ChatReading {
    /**
     * A chat as an intent.
     *
     * @param stream whether its pieces are wanted
     * @param withUsage whether the stream shall end with the usage
     */
    record Chat(Submission submission, boolean stream, boolean withUsage) implements ChatReading {}

    /** Nothing that could be handed over. */
    record Unusable(Refusal refusal) implements ChatReading {}
}
