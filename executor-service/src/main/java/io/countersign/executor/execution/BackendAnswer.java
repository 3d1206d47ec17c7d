package io.countersign.executor.execution;

import io.countersign.contract.CutText;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backend answered, as far as it decides about the attempt.
 *
 * @param retryAfter how long it asks to be left alone
 * @param text what it said
 * @param cut true if it said more than that, or was about to
 */
public record BackendAnswer(int status, Optional<Duration> retryAfter, String text, boolean cut) {

    private static final int LONGEST_QUOTE = 500;

    /** True if the call took effect. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What it says, where it is no success. */
    public Failure failure() {
        return new Failure("HTTP_" + status, "the backend answered " + status + quote());
    }

    /**
     * What an answer means that is no success. A client error says that the request was not carried out, and 408, 429 and
     * 503 that it may be later. Any other answer, a redirection or a server error, leaves open what happened before it.
     */
    public Result failure(boolean idempotent) {
        var failure = failure();
        if (status == 408 || status == 429 || status == 503) {
            return new Result.FailedRetryable(failure, retryAfter.orElse(null), TokenUse.NONE);
        }
        if (status >= 400 && status < 500) {
            return new Result.Failed(failure, TokenUse.NONE);
        }
        return undecided(failure, idempotent, retryAfter.orElse(null));
    }

    /** The request never left: no effect, whatever the action. */
    public static Result neverSent(String why) {
        return Result.withoutEffect("NOT_CONNECTED", why);
    }

    /** The request may have arrived and its answer got lost: safe to repeat with the same key, or a matter for a person. */
    public static Result lost(String code, String why, boolean idempotent) {
        return undecided(new Failure(code, why), idempotent, null);
    }

    private static Result undecided(Failure failure, boolean idempotent, @Nullable Duration retryAfter) {
        return idempotent
                ? new Result.FailedRetryable(failure, retryAfter, TokenUse.NONE)
                : new Result.Unknown(failure, TokenUse.NONE);
    }

    private String quote() {
        var words = text.strip();
        if (words.isEmpty()) {
            return "";
        }
        return ": " + CutText.of(cut ? words + "…" : words, LONGEST_QUOTE);
    }
}
