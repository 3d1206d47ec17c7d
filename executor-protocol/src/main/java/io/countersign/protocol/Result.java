package io.countersign.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler says of its call. There is no "not started" here: when a handler runs, STARTED has been written and
 * counts, so a call that was never made is a {@link Failed} or {@link FailedRetryable}, which assert no effect.
 */
public sealed interface Result {

    /** What the call consumed; null settles the whole hold. */
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

    /** The call took effect. The result is JSON text; null if there is none. */
    record Succeeded(@Nullable String result, @Nullable TokenUse use, Source source) implements Result {

        /** An answer of the call that was asked for. */
        public Succeeded(@Nullable String result, @Nullable TokenUse use) {
            this(result, use, Source.CALLED);
        }
    }

    /** The call had no effect, and trying again would not help. */
    record Failed(Failure failure, @Nullable TokenUse use) implements Result {}

    /** The call had no effect, or one that the idempotency key makes harmless; a further attempt may succeed. */
    record FailedRetryable(
            Failure failure,
            @Nullable Duration retryAfter,
            @Nullable TokenUse use) implements Result {}

    /** The call may have taken effect: nobody here can tell. */
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

    /** A call whose effect nobody can tell; its whole hold is settled. */
    static Result unknown(String code, String message) {
        return new Unknown(new Failure(code, message), null);
    }
}
