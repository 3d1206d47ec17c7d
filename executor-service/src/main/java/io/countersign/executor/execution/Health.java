package io.countersign.executor.execution;

import io.countersign.protocol.Cancellation;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the end of a call says about the backend, whatever it says about the action. */
public enum Health {
    /** It answered, and be it with a refusal. */
    WELL,
    /** It cannot be reached, is silent, overloaded or broken. */
    ILL,
    /** Nothing: the call was cut off, or lost a conflict with another one. */
    UNTOLD;

    /** The codes of a backend in trouble; connectors of other jars use them too. */
    private static final Pattern TROUBLE =
            Pattern.compile("NOT_CONNECTED|TIMEOUT|CONNECTION_LOST|COMMIT_LOST|ANSWER_NOT_UNDERSTOOD|SECRET_UNAVAILABLE"
                    + "|NO_MODEL_ANSWERED|PROVIDER_BUSY|PROVIDER_ERROR|STREAM_BROKEN|ANSWER_UNREADABLE"
                    + "|HTTP_(3..|408|429|5..)|SQL_FAILED|SQL_(08|53|57|58)...");

    private static final String CANCELLED = "CANCELLED";

    /** What a result says. A definite failure is the backend's word; one that may pass counts by its code. */
    public static Health of(Result result) {
        return switch (result) {
            case Result.Succeeded succeeded -> WELL;
            case Result.Failed failed -> WELL;
            case Result.FailedRetryable failed -> of(failed.failure(), UNTOLD);
            case Result.Unknown(var failure, var use) -> of(failure, ILL);
        };
    }

    /** What a call says that ended with an exception, and had perhaps been cancelled. */
    public static Health ofException(Optional<Cancellation> cancellation) {
        return isOurDoing(cancellation) ? UNTOLD : ILL;
    }

    /** True if a call was cut off, and not because it was silent: whatever it ended with tells nothing of the backend. */
    public static boolean isOurDoing(Optional<Cancellation> cancellation) {
        return cancellation.filter(why -> why != Cancellation.TIMEOUT).isPresent();
    }

    private static Health of(Failure failure, Health other) {
        if (failure.code().equals(CANCELLED)) {
            return UNTOLD;
        }
        return TROUBLE.matcher(failure.code()).matches() ? ILL : other;
    }
}
