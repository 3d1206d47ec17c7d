package io.countersign.protocol;

/**
 * A backend as an executor sees it: whether it can take an action on now, and the one call that does what the action says.
 * Called by many threads at a time.
 */
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

    /**
     * Gives the action leave to begin, and waits for as long as it must not: while the backend is down, say, or has as many
     * calls as it can bear. Asked once for each delivery, after the approval was verified and before anything is said about
     * it: what waits here burns no attempt. It holds back no other action, but takes one of the places that its
     * subscription gives its action ({@link Subscription#inFlight}).
     *
     * <p>Runs on a virtual thread, which is interrupted when the wait has no purpose any more: the attempt was called off,
     * the partition goes to another executor, or this one closes. An exception other than that is logged, and the question
     * put again after a pause. Leave is no promise of a call: the action may be frozen, or too late, by now.
     */
    default Permit admit(ApprovedAction action) throws InterruptedException {
        return Permit.FREE;
    }
}
