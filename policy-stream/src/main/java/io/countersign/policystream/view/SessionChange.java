package io.countersign.policystream.view;

/** One event about a session. */
sealed interface SessionChange {

    /** It was opened. */
    record Opened(SessionFacts session) implements SessionChange {}

    /** Its user ended it. */
    record Revoked(String owner, String id) implements SessionChange {}
}
