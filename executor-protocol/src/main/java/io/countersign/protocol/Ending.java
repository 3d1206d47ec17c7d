package io.countersign.protocol;

import io.countersign.contract.ResultText;
import io.countersign.protocol.Result.Source;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one end that an attempt reports, as a {@link ActionListener} hears it.
 *
 * @param kind what came of it
 * @param result canonical JSON, only of a success
 * @param failure why it did not succeed, null only of a success
 * @param retryAfter how long the backend wants to be left alone, if it said so
 * @param noEffect true if what may be tried again certainly had no effect at all, not even one that its key makes harmless
 * @param use what was consumed; null settles the whole hold
 * @param source where a success came from
 */
public record Ending(
        Kind kind,
        @Nullable String result,
        @Nullable Failure failure,
        @Nullable Duration retryAfter,
        boolean noEffect,
        @Nullable TokenUse use,
        Source source) {

    /** How an attempt may end. */
    public enum Kind {
        /** No call was made, and none of another execution is denied by that: the hold returns, and the intent is handed over anew. */
        NOT_STARTED,
        /** It took effect. */
        SUCCEEDED,
        /** It had no effect, or one that the key makes harmless: a further attempt may do better. */
        FAILED_RETRYABLE,
        /** It had no effect, and no attempt will do better. */
        FAILED,
        /** It may have taken effect: a look-up or a person has to tell. */
        UNKNOWN
    }

    public Ending {
        if ((kind == Kind.SUCCEEDED) == (failure != null)) {
            throw new IllegalArgumentException(kind + " with failure " + failure);
        }
        if (result != null && kind != Kind.SUCCEEDED) {
            throw new IllegalArgumentException(kind + " with a result");
        }
        if (noEffect && kind != Kind.FAILED_RETRYABLE) {
            throw new IllegalArgumentException(kind + " says by itself whether there was an effect");
        }
    }

    /** No call was made, and no STARTED counts but perhaps one that must not happen twice; the hold returns. */
    public static Ending notStarted(Failure why) {
        return ended(Kind.NOT_STARTED, why, TokenUse.NONE);
    }

    /** STARTED counted, but its lease may be over, and no call was made: a failure, which asserts that there was no effect. */
    public static Ending notCalled(Failure why) {
        return failedRetryable(why, null, true, TokenUse.NONE);
    }

    /** What a handler's result means. */
    public static Ending of(Result result) {
        return switch (result) {
            case Result.Succeeded(var text, var use, var source) ->
                new Ending(Kind.SUCCEEDED, text == null ? null : ResultText.of(text), null, null, false, use, source);
            case Result.Failed(var failure, var use) -> ended(Kind.FAILED, failure, use);
            case Result.FailedRetryable(var failure, var retryAfter, var use, var noEffect) ->
                failedRetryable(failure, retryAfter, noEffect, use);
            case Result.Unknown(var failure, var use) -> ended(Kind.UNKNOWN, failure, use);
        };
    }

    /** What an exception in the middle of a call means, which had perhaps been cancelled. */
    public static Ending thrown(Throwable thrown, Optional<Cancellation> cancellation, boolean idempotent) {
        return undecided(
                cancellation.map(Ending::interrupted).orElseGet(() -> new Failure("EXCEPTION", String.valueOf(thrown))),
                idempotent);
    }

    /** What a call means that was cancelled and does not return. */
    public static Ending silent(Cancellation cancellation, boolean idempotent) {
        return undecided(interrupted(cancellation), idempotent);
    }

    /** The answer of a look-up that came to none. */
    public static Ending stillUnknown(Failure why) {
        return ended(Kind.UNKNOWN, why, null);
    }

    private static Failure interrupted(Cancellation cancellation) {
        return switch (cancellation) {
            case REQUESTED -> new Failure("CANCELLED", "the call was cut off on request");
            case REFUSED -> new Failure("LEASE_OVER", "the call was cut off: its lease had ended");
            case TIMEOUT -> new Failure("TIMEOUT", "the call did not return in its time");
            case SHUTDOWN -> new Failure("EXECUTOR_CLOSED", "the call was cut off: the executor closed");
        };
    }

    /** Nobody can tell: safe to repeat with the same key, or a matter for a person. The whole hold is settled. */
    private static Ending undecided(Failure failure, boolean idempotent) {
        return ended(idempotent ? Kind.FAILED_RETRYABLE : Kind.UNKNOWN, failure, null);
    }

    private static Ending failedRetryable(
            Failure failure, @Nullable Duration retryAfter, boolean noEffect, @Nullable TokenUse use) {
        return new Ending(Kind.FAILED_RETRYABLE, null, failure, retryAfter, noEffect, use, Source.CALLED);
    }

    private static Ending ended(Kind kind, Failure failure, @Nullable TokenUse use) {
        return new Ending(kind, null, failure, null, false, use, Source.CALLED);
    }
}
