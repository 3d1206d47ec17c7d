package io.countersign.intake.submission;

/** What came of reading a request for a session: what is to be granted, or why it is none. */
public sealed interface SessionReading permits SessionRequest, Refusal {}
