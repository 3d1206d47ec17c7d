package io.countersign.protocol;

import java.util.Optional;

/**
 * A backend as an executor sees it: the one call that does what an action says; and, for backends that can say so, whether
 * they take an action on now, and what became of a call that nobody knows the end of. Called by many threads at a time.
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
     * put again after a pause. Leave is no promise of a call: the action may be frozen, or too late, by now. If there is one,
     * {@link #run} gets this very object; another delivery is another one.
     */
    default Permit admit(ApprovedAction action) throws InterruptedException {
        return Permit.FREE;
    }

    /**
     * Looks up in the backend, by the idempotency key, whether a call took effect, and changes nothing there. Asked when the
     * broker does not know it; the answer counts as the attempt's end.
     *
     * <ul>
     *   <li>{@link Result.Succeeded}: it did;
     *   <li>{@link Result.Failed}, {@link Result.FailedRetryable}: it surely did not, <em>and cannot any more</em>: for a backend
     *       that has not seen the key, this holds only where no call with it can be under way;
     *   <li>{@link Result.Unknown}, and any exception: still nobody can tell. The broker asks again later, and a person in
     *       the end;
     *   <li>nothing: there is no such look-up for this action. The broker hears nothing of it.
     * </ul>
     *
     * Runs on a virtual thread of its own, which is interrupted after ten seconds; the answer is then that nobody can tell.
     * A question may be put several times, and to every process of the executor.
     */
    default Optional<Result> probe(ProbedAction action) throws Exception {
        return Optional.empty();
    }
}
