package io.countersign.door.identity;

/** What a verified token says about who calls. */
public sealed interface Identification permits Caller, Unidentified {}
