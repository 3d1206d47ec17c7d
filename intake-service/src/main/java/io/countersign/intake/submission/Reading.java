package io.countersign.intake.submission;

/** What came of reading a request: a submission, or why it is none. */
public sealed interface Reading permits Submission, Refusal {}
