package io.countersign.executor.connector;

import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;

/** Takes the secrets of routes out of what a backend said, before it leaves the executor. */
final class Redaction {

    private Redaction() {}

    static Result of(Result result, Secrets secrets) {
        return switch (result) {
            case Result.Succeeded(var text, var use, var source) ->
                new Result.Succeeded(text == null ? null : secrets.redacted(text), use, source);
            case Result.Failed(var failure, var use) -> new Result.Failed(of(failure, secrets), use);
            case Result.FailedRetryable(var failure, var retryAfter, var use) ->
                new Result.FailedRetryable(of(failure, secrets), retryAfter, use);
            case Result.Unknown(var failure, var use) -> new Result.Unknown(of(failure, secrets), use);
        };
    }

    private static Failure of(Failure failure, Secrets secrets) {
        return new Failure(failure.code(), secrets.redacted(failure.message()));
    }
}
