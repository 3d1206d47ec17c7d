package io.countersign.policystream.policy;

/** The codes of reasons that tell what happened; those of refusals and failures are {@link io.countersign.contract.Code}. */
public enum Fact {
    NEEDS_APPROVAL,
    VOTED,
    WAITS,
    ANSWERED,
    FALLBACK_ANSWER,
    STARTED,
    STARTED_AGAIN,
    LEASE_RENEWED,
    SUCCEEDED,
    /** A model was tried in vain. */
    MODEL_PASSED_OVER,
    RETRY_SCHEDULED,
    /** An executor was asked what became of an attempt. */
    PROBED,
    STILL_UNKNOWN,
    RECONCILED,
    CANCEL_REQUESTED,
    CONFIRMED,
    DISCARDED,
    REPLACED,
    LETTER_DISCARDED,
    LETTER_RETRIED
}
