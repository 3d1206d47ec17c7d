package io.countersign.policystream.lifecycle;

/** What an executor says of an attempt. */
public enum ReportStatus {
    /** The call is about to be made. */
    STARTED,
    /** The call is still under way. */
    RUNNING,
    /** No call was made, and none will be. */
    NOT_STARTED,
    /** The effect happened. */
    SUCCEEDED,
    /** There was no effect; trying again may help. */
    FAILED_RETRYABLE,
    /** There was no effect; trying again will not help. */
    FAILED,
    /** The effect may have happened. */
    UNKNOWN;

    /** True if it says that there was no effect. */
    boolean isDenial() {
        return this == NOT_STARTED || this == FAILED || this == FAILED_RETRYABLE;
    }

    /** True if nothing follows it within the attempt. */
    public boolean isEnd() {
        return this != STARTED && this != RUNNING;
    }
}
