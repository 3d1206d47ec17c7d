package io.countersign.policystream.http;

import io.countersign.contract.Code;
import java.util.Map;

/** The problems of this API. */
final class Problems {

    private static final String RETRY_AFTER = "Retry-After";
    private static final String CHALLENGE = "WWW-Authenticate";

    private Problems() {}

    /** No token at all: RFC 6750 wants no reason in the challenge then. */
    static Problem noToken() {
        return Problem.of(Code.UNAUTHENTICATED, "a bearer token is needed").withHeader(CHALLENGE, "Bearer");
    }

    static Problem badToken(String why) {
        return Problem.of(Code.UNAUTHENTICATED, why).withHeader(CHALLENGE, "Bearer error=\"invalid_token\"");
    }

    static Problem malformed(String why) {
        return Problem.of(Code.MALFORMED, why);
    }

    static Problem noSuchIntent() {
        return Problem.of(Code.NOT_FOUND, "there is no such intent");
    }

    static Problem behind() {
        return away("what was committed cannot be seen here yet");
    }

    static Problem away(String why) {
        return Problem.of(Code.BROKER_AWAY, why).withHeader(RETRY_AFTER, "1");
    }

    static Problem noPolicy() {
        return Problem.of(Code.NO_POLICY, "no policy is in force").withHeader(RETRY_AFTER, "5");
    }

    /** What the HTTP server refuses by itself says a status and nothing else. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> noToken();
            case 403 -> Problem.of(Code.FORBIDDEN, "the token lacks the role that this needs");
            case 404 -> Problem.of(Code.NOT_FOUND, "there is nothing at this path");
            case 405 -> Problem.of(Code.METHOD_NOT_ALLOWED, "not with this method");
            case 406 -> Problem.of(Code.NOT_ACCEPTABLE, "there is nothing here of a type that is accepted");
            case 413 -> Problem.of(Code.TOO_LARGE, "the request is too large");
            case 415 -> Problem.of(Code.UNSUPPORTED_MEDIA_TYPE, "not a media type that is taken here");
            default -> unnamed(status);
        };
    }

    /** A status without a code of its own keeps its number: below 500 it is the request's fault, else ours. */
    private static Problem unnamed(int status) {
        var code = status < 500 ? Code.MALFORMED : Code.INTERNAL;
        var detail = status < 500 ? "not a request that is understood here" : "a defect of ours; the log has more";
        return new Problem(status, code.name(), detail, Map.of(), Map.of());
    }
}
