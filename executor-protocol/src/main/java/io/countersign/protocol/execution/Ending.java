package io.countersign.protocol.execution;

import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one end that an attempt reports.
 *
 * @param result canonical JSON, only of a success
 * @param failure why it did not succeed, null only of a success
 */
public record Ending(
        Kind kind,
        @Nullable String result,
        @Nullable Failure failure,
        @Nullable Duration retryAfter,
        @Nullable TokenUse use) {

    /** How an attempt may end. */
    public enum Kind {
        NOT_STARTED,
        SUCCEEDED,
        FAILED_RETRYABLE,
        FAILED,
        UNKNOWN
    }

    public Ending {
        if ((kind == Kind.SUCCEEDED) == (failure != null)) {
            throw new IllegalArgumentException(kind + " with failure " + failure);
        }
        if (result != null && kind != Kind.SUCCEEDED) {
            throw new IllegalArgumentException(kind + " with a result");
        }
    }

    /** No call was made; the hold returns. */
    public static Ending notStarted(String code, String message) {
        return new Ending(Kind.NOT_STARTED, null, new Failure(code, message), null, TokenUse.NONE);
    }

    /** STARTED counts but no call was made: the failure says that there was no effect. */
    public static Ending notCalled(String code, String message) {
        return new Ending(Kind.FAILED_RETRYABLE, null, new Failure(code, message), null, TokenUse.NONE);
    }

    /** What a handler's result means. */
    public static Ending of(Result result) {
        return switch (result) {
            case Result.Succeeded(var text, var use) ->
                new Ending(Kind.SUCCEEDED, text == null ? null : ResultText.of(text), null, null, use);
            case Result.Failed(var failure, var use) -> new Ending(Kind.FAILED, null, failure, null, use);
            case Result.FailedRetryable(var failure, var retryAfter, var use) ->
                new Ending(Kind.FAILED_RETRYABLE, null, failure, retryAfter, use);
            case Result.Unknown(var failure, var use) -> new Ending(Kind.UNKNOWN, null, failure, null, use);
        };
    }

    /** What an exception in the middle of a call means. */
    public static Ending thrown(Throwable thrown, boolean idempotent) {
        return undecided(new Failure("EXCEPTION", String.valueOf(thrown)), idempotent);
    }

    /** What a call means that did not return in its time, nor when it was interrupted. */
    public static Ending silent(boolean idempotent) {
        return undecided(new Failure("TIMEOUT", "the call did not return in its time"), idempotent);
    }

    /** Nobody can tell: safe to repeat with the same key, or a matter for a person. The whole hold is settled. */
    private static Ending undecided(Failure failure, boolean idempotent) {
        return new Ending(idempotent ? Kind.FAILED_RETRYABLE : Kind.UNKNOWN, null, failure, null, null);
    }
}
