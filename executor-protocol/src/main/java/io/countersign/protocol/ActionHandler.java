package io.countersign.protocol;

/** Does what an approved action says: one call to a backend. */
@FunctionalInterface
public interface ActionHandler {

    /**
     * Makes the call; runs on a virtual thread of its own, which is interrupted when the attempt is cancelled or its time
     * is over.
     *
     * <p>An exception of an idempotent action is reported as FAILED_RETRYABLE, of any other as UNKNOWN: whoever throws in
     * the middle of a call cannot tell whether it took effect.
     */
    Result run(ApprovedAction action, Attempt attempt) throws Exception;
}
