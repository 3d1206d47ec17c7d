package io.countersign.submission;

/** What came of reading what somebody asks for: a submission, or why it is none. */
public sealed interface Reading permits Submission, Refusal {}
