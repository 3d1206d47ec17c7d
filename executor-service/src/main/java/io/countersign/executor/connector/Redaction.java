package io.countersign.executor.connector;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;

/** Takes the secrets of routes out of what a backend said, before it leaves the executor. */
public final class Redaction {

    private Redaction() {}

    /** The same result without any secret. */
    public static Result of(Result result, Secrets secrets) {
        return switch (result) {
            case Result.Succeeded(var text, var use, var source) ->
                new Result.Succeeded(text == null ? null : secrets.redacted(canonical(text)), use, source);
            case Result.Failed(var failure, var use) -> new Result.Failed(of(failure, secrets), use);
            case Result.FailedRetryable(var failure, var retryAfter, var use, var noEffect) ->
                new Result.FailedRetryable(of(failure, secrets), retryAfter, use, noEffect);
            case Result.Unknown(var failure, var use) -> new Result.Unknown(of(failure, secrets), use);
        };
    }

    /** Escapes that need not be there are gone before secrets are looked for. */
    private static String canonical(String json) {
        try {
            return CanonicalJson.canonicalize(json);
        } catch (MalformedJson notExact) {
            return json;
        }
    }

    /** The same failure without any secret, nor the beginning of one where what it quotes was cut. */
    public static Failure of(Failure failure, Secrets secrets) {
        return new Failure(failure.code(), secrets.redactedQuote(failure.message()));
    }
}
