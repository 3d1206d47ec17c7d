package io.countersign.intake.channel;

/** The topics that a channel shows. */
public enum Log {
    /** What became of intents. */
    EVENTS,
    /** What running intents have said so far. */
    OUTPUT
}
