package io.countersign.intake.submission;

/** What a verified token says about who calls. */
public sealed interface Identification permits Caller, Unidentified {}
