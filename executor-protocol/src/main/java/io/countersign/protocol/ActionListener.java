package io.countersign.protocol;

import java.time.Duration;

/**
 * Hears what becomes of attempts, for metrics and logs. Called on the threads that run them, many at a time, so it must be
 * quick; what it throws is logged and changes nothing. What is heard is not stored anywhere: after a crash nothing is told
 * again.
 */
public interface ActionListener {

    /** A listener that does nothing. */
    ActionListener NONE = new ActionListener() {};

    /** STARTED is acknowledged in time, and has its go-ahead if it needs one: the call begins. Heard before {@link #ended} of the same attempt. */
    default void began(ApprovedAction action) {}

    /** The ending is acknowledged by the broker; the duration is the call's, zero if none was made. */
    default void ended(ApprovedAction action, Ending ending, Duration call) {}

    /** The broker has the answer of a probe. */
    default void probed(ProbedAction action, Ending answer) {}

    /** The approval names another consumer group: it was passed over without a word. */
    default void leftAlone(ApprovedAction action, String group) {}

    /** A record on an approved topic became a letter and not a call. */
    default void refused(String topic, String code) {}
}
