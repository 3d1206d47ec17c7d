package io.countersign.chaos;

import java.time.Duration;

/**
 * What one call of the backend meets.
 *
 * @param before how long it takes until the effect, or until it is refused
 * @param effect whether there is one
 * @param after how long it takes from there to the answer
 */
public record Behaviour(Duration before, boolean effect, Duration after, Answer answer) {

    /** How a call is answered. */
    public enum Answer {
        DONE(200),
        UNAVAILABLE(503),
        BROKEN(500),
        /** The connection ends without a word. */
        NONE(0);

        private final int status;

        Answer(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** An effect at once, and a good answer after a while. */
    public static Behaviour well(Duration takes) {
        return new Behaviour(Duration.ZERO, true, takes, Answer.DONE);
    }

    /** No effect, and an answer that says so, or none. */
    public static Behaviour refusal(Answer answer) {
        return new Behaviour(Duration.ZERO, false, Duration.ZERO, answer);
    }
}
