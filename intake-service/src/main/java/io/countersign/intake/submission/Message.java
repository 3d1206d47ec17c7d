package io.countersign.intake.submission;

import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;

/** What a client says on its channel. The answer names the client's own {@code ref} again. */
public sealed interface Message {
    /** The client's own name for it; empty if it gave none. */
    String ref();

    /** Hand an intent over. */
    record Submit(String ref, Reading intent) implements Message {}

    /** End an intent early. */
    record Cancel(String ref, String intentId) implements Message {}

    /** Nothing that a channel understands; {@code ref} is empty where there is none. */
    record Unfit(String ref, Refusal refusal) implements Message {}
}
