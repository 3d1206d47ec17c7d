package io.countersign.protocol;

/** Why a running call should end early. */
public enum Cancellation {
    /** The caller, an operator's freeze or a later truth asked for it. */
    REQUESTED,
    /** policy-stream did not accept what this execution reported: the lease had ended, or another execution has it. */
    REFUSED,
    /** The action's timeout has passed. */
    TIMEOUT,
    /** The executor is closing and its drain time is over. */
    SHUTDOWN
}
