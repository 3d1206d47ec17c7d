package io.countersign.console.desk;

/** Where a letter's intent stands; a letter that is about no intent is {@link #OPEN} until a reviewer ends it. */
public enum State {
    DEFERRED("Deferred", Phase.MOVING),
    HELD("Held", Phase.WAITING),
    APPROVED("Approved", Phase.MOVING),
    RUNNING("Running", Phase.MOVING),
    RETRYING("Retrying", Phase.MOVING),
    UNKNOWN("Unknown", Phase.WAITING),
    DEAD("Dead", Phase.WAITING),
    SUCCEEDED("Succeeded", Phase.ENDED),
    REJECTED("Rejected", Phase.ENDED),
    EXPIRED("Expired", Phase.ENDED),
    CANCELLED("Cancelled", Phase.ENDED),
    DISCARDED("Discarded", Phase.ENDED),
    /** About no intent, and nobody has decided yet. */
    OPEN("Undecided", Phase.WAITING),
    /** The bytes of an unreadable record were put back on their topic. */
    RETURNED("Put back", Phase.ENDED),
    /** A state of a newer version, which this desk does not know: it offers nothing. */
    UNRECOGNIZED("Not known here", Phase.MOVING);

    /** What kind of state it is. */
    public enum Phase {
        /** Waits for a person. */
        WAITING,
        /** The broker or an executor has it. */
        MOVING,
        /** Nothing happens any more by itself. */
        ENDED
    }

    private final String title;
    private final Phase phase;

    State(String title, Phase phase) {
        this.title = title;
        this.phase = phase;
    }

    public String title() {
        return title;
    }

    public Phase phase() {
        return phase;
    }

    public boolean waits() {
        return phase == Phase.WAITING;
    }

    public boolean ended() {
        return phase == Phase.ENDED;
    }

    /** The state that an event names. */
    public static State named(String name) {
        for (var state : values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return UNRECOGNIZED;
    }

    /** True if it says something that the category has not said already. */
    public boolean isNewsOn(Category category) {
        return this != behind(category) || this == DEAD;
    }

    /** The state of an intent of which only the letter is known yet. */
    static State behind(Category category) {
        return switch (category) {
            case HELD -> HELD;
            case REJECTED -> REJECTED;
            case FAILED -> DEAD;
            case UNKNOWN -> UNKNOWN;
            case EXPIRED -> EXPIRED;
            case UNREADABLE -> OPEN;
        };
    }
}
