package io.countersign.intake.http;

import io.countersign.contract.Code;

/** The problems that every door has. */
final class Problems {
    private static final String RETRY_AFTER = "Retry-After";

    private Problems() {}

    /** No token at all: RFC 6750 wants no reason in the challenge then. */
    static Problem noToken() {
        return Problem.of(Code.UNAUTHENTICATED, "a bearer token is needed").with("WWW-Authenticate", "Bearer");
    }

    static Problem badToken(String why) {
        return Problem.of(Code.UNAUTHENTICATED, why).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    static Problem noSuchIntent() {
        return Problem.of(Code.NOT_FOUND, "there is no such intent");
    }

    static Problem brokerAway(String detail) {
        return Problem.of(Code.BROKER_AWAY, detail).with(RETRY_AFTER, "1");
    }

    static Problem full(int seats) {
        return Problem.of(Code.RATE_LIMITED, "too many requests wait here already")
                .with(RETRY_AFTER, "1")
                .with("RateLimit-Policy", "\"waiting\";q=" + seats + ";qu=\"concurrent-requests\"")
                .with("RateLimit", "\"waiting\";r=0;t=1");
    }

    static Problem internal() {
        return Problem.of(Code.INTERNAL, "a defect of ours; the log has more");
    }
}
