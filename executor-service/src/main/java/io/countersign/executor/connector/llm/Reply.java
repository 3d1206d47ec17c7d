package io.countersign.executor.connector.llm;

import io.countersign.executor.connector.Redaction;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.Failure;
import io.countersign.protocol.TokenUse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of asking one model. */
sealed interface Reply {

    /** The answer, whole or up to what was reserved. */
    record Answer(String result, TokenUse use) implements Reply {}

    /**
     * No answer.
     *
     * @param retryAfter how long the provider asks to be left alone
     * @param use what is known to have been consumed; null if nobody can tell
     */
    record NoAnswer(
            Reason reason,
            Failure failure,
            Optional<Duration> retryAfter,
            @Nullable TokenUse use) implements Reply {

        static NoAnswer unsent(String code, String message) {
            return unsent(new Failure(code, message), Optional.empty());
        }

        static NoAnswer unsent(Failure failure, Optional<Duration> retryAfter) {
            return new NoAnswer(Reason.UNSENT, failure, retryAfter, TokenUse.NONE);
        }

        static NoAnswer unrouted(String code, String message) {
            return new NoAnswer(Reason.UNROUTED, new Failure(code, message), Optional.empty(), TokenUse.NONE);
        }

        /** Each is redacted by itself: where one was cut cannot be seen any more once they are joined. */
        NoAnswer without(Secrets secrets) {
            return new NoAnswer(reason, Redaction.of(failure, secrets), retryAfter, use);
        }

        static NoAnswer undecided(String code, String message) {
            return new NoAnswer(Reason.UNDECIDED, new Failure(code, message), Optional.empty(), null);
        }
    }

    /** What a missing answer means. */
    enum Reason {
        /** Not now, and nothing was sent. */
        UNSENT,
        /** Not from here: there is no way to the model, so nothing was sent. */
        UNROUTED,
        /** Not now, and nothing was done. */
        REFUSED,
        /** Not from this provider, whoever asks: our credential is wrong, or it has no such model. */
        BARRED,
        /** The request itself is wrong, and would be for others. */
        BAD_REQUEST,
        /** Nobody can tell what was done before it failed. */
        UNDECIDED,
        /** It broke in the middle: what had come was shown. */
        TORN;

        static Reason ofStatus(int status) {
            return switch (status) {
                case 408, 429, 503 -> REFUSED;
                case 400, 411, 413, 414, 415, 422, 431 -> BAD_REQUEST;
                default -> status >= 400 && status < 500 ? BARRED : UNDECIDED;
            };
        }
    }
}
