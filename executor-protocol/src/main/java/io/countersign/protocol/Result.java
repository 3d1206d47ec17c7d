package io.countersign.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler says of its call. There is no "not started" here: when a handler runs, STARTED has been written and
 * counts, so a call that was never made is a {@link Failed} or {@link FailedRetryable}, which assert no effect.
 */
public sealed interface Result {

    /**
     * What the call consumed, also of a failed one that the provider charges; null if nobody can tell: the whole hold is
     * settled.
     */
    @Nullable
    TokenUse use();

    /** Where an answer came from. */
    enum Source {
        /** From the call that was asked for. */
        CALLED,
        /** From an answer that was given before: nothing was called, and nothing consumed. */
        CACHED,
        /** From what stands in for the call that was asked for, such as a cheaper model. */
        FALLBACK
    }

    /**
     * The call took effect.
     *
     * @param result JSON text of at most {@value io.countersign.contract.Limits#RESULT_BYTES} bytes of UTF-8; null if there is
     *     none. Text that is no exact JSON travels as a JSON string of itself, and what is larger is replaced by its length
     *     and SHA-256: the effect has happened, so a success stays one.
     */
    record Succeeded(@Nullable String result, @Nullable TokenUse use, Source source) implements Result {

        /** An answer of the call that was asked for. */
        public Succeeded(@Nullable String result, @Nullable TokenUse use) {
            this(result, use, Source.CALLED);
        }
    }

    /** The call had no effect, and trying again would not help. */
    record Failed(Failure failure, @Nullable TokenUse use) implements Result {}

    /**
     * The call had no effect, or one that the idempotency key makes harmless; a further attempt may succeed.
     *
     * @param retryAfter how long the backend wants to be left alone; null if it did not say, and policy-stream's own schedule
     *     counts
     * @param noEffect true if it certainly had none at all: nothing was sent, or all of it was taken back. Of an action that is
     *     not idempotent that goes without saying
     */
    record FailedRetryable(
            Failure failure,
            @Nullable Duration retryAfter,
            @Nullable TokenUse use,
            boolean noEffect) implements Result {

        /** A failure that leaves open whether its key had to make an effect harmless. */
        public FailedRetryable(Failure failure, @Nullable Duration retryAfter, @Nullable TokenUse use) {
            this(failure, retryAfter, use, false);
        }
    }

    /** The call may have taken effect: nobody here can tell. The broker asks for a look-up, or a person has to. */
    record Unknown(Failure failure, @Nullable TokenUse use) implements Result {}

    /** An answer of a backend that uses no model. */
    static Result succeeded(@Nullable String result) {
        return new Succeeded(result, TokenUse.NONE);
    }

    /** A definite failure of a backend that uses no model. */
    static Result failed(String code, String message) {
        return new Failed(new Failure(code, message), TokenUse.NONE);
    }

    /** A passing failure of a backend that uses no model. */
    static Result failedRetryable(String code, String message, @Nullable Duration retryAfter) {
        return new FailedRetryable(new Failure(code, message), retryAfter, TokenUse.NONE);
    }

    /** A passing failure of a call that certainly had no effect: nothing was sent, or all of it was taken back. */
    static Result withoutEffect(String code, String message) {
        return new FailedRetryable(new Failure(code, message), null, TokenUse.NONE, true);
    }

    /** A call whose effect nobody can tell; its whole hold is settled. */
    static Result unknown(String code, String message) {
        return new Unknown(new Failure(code, message), null);
    }
}
