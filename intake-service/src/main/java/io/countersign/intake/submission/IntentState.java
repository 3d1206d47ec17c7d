package io.countersign.intake.submission;

import java.util.Set;

/** What the doors know of an intent's states: which are the end, and at which a waiting caller gets the whole intent. */
public final class IntentState {
    /** A state of answers: a door has handed the intent over, and nobody has decided yet. */
    public static final String SUBMITTED = "SUBMITTED";

    /** It waits for a person. */
    public static final String HELD = "HELD";

    /** It waits for a window of a budget to open. */
    public static final String DEFERRED = "DEFERRED";

    public static final String REJECTED = "REJECTED";

    private static final Set<String> ENDS = Set.of("SUCCEEDED", REJECTED, "EXPIRED", "CANCELLED", "DISCARDED");
    private static final Set<String> WANT_A_PERSON = Set.of("DEAD", "UNKNOWN");

    private IntentState() {}

    /** Nothing leads out of it. */
    public static boolean isEnd(String state) {
        return ENDS.contains(state);
    }

    /** It waits for a person's vote, or for a window: whoever is connected need not. */
    public static boolean waits(String state) {
        return state.equals(HELD) || state.equals(DEFERRED);
    }

    /** It is the end, or stays as it is until a person decides. */
    public static boolean isAtRest(String state) {
        return isEnd(state) || WANT_A_PERSON.contains(state);
    }
}
