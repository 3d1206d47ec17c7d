package io.countersign.door;

import io.countersign.contract.Code;
import io.countersign.door.admission.Exceeded;
import io.countersign.door.admission.RateLimit;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;

/** The problems that every door has. */
public final class Problems {
    /** No resource has that path. */
    public static final Problem NOTHING_THERE = Problem.of(Code.NOT_FOUND, "there is nothing at this path");

    private Problems() {}

    /** No token at all: RFC 6750 wants no reason in the challenge then. */
    public static Problem noToken() {
        return Problem.of(Code.UNAUTHENTICATED, "a bearer token is needed")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    /** A token that cannot be verified here. */
    public static Problem badToken() {
        return badToken("the token is not valid here: forged, expired, or meant for others");
    }

    /** A token that is not valid here, or names nobody. */
    public static Problem badToken(String why) {
        return Problem.of(Code.UNAUTHENTICATED, why)
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }

    /**
     * A token that is good, and not for this.
     *
     * @param roles any of these would do; empty if that cannot be said
     */
    public static Problem forbidden(List<String> roles) {
        return Problem.of(
                Code.FORBIDDEN,
                roles.isEmpty()
                        ? "the token lacks the role that this needs"
                        : "this needs the role " + String.join(" or ", roles) + ", which the token does not have");
    }

    /** What it takes to answer is away, for a moment. */
    public static Problem away(String why) {
        return Problem.of(Code.BROKER_AWAY, why).withHeader(HttpHeaders.RETRY_AFTER, "1");
    }

    /** The process ends: nothing was done for the request, and another instance will take it. */
    public static Problem goingAway() {
        return Problem.of(Code.GOING_AWAY, "this instance is ending, and has done nothing with it: come back")
                .withHeader(HttpHeaders.RETRY_AFTER, "1")
                .withHeader(JsonProblems.CONNECTION, "close");
    }

    /** So much is going on here that there is no room for the request. */
    public static Problem full() {
        return Problem.of(Code.RATE_LIMITED, "too many requests are under way here")
                .withHeader(HttpHeaders.RETRY_AFTER, "1");
    }

    /** The body says that it has more bytes than any may have; its connection is closed. */
    public static Problem tooLarge(long most) {
        return Problem.of(Code.TOO_LARGE, "the body has more than " + most + " bytes")
                .withHeader(JsonProblems.CONNECTION, "close");
    }

    /** Bodies that are under way take more room than one caller may have. */
    public static Problem crowding(String whose) {
        return Problem.of(Code.RATE_LIMITED, whose + " requests that are under way here have too large bodies together")
                .withHeader(HttpHeaders.RETRY_AFTER, "1");
    }

    /** The caller has brought more than its share. */
    public static Problem exceeded(Exceeded exceeded, String why) {
        var problem = Problem.of(Code.RATE_LIMITED, why)
                .withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(exceeded.retrySeconds()));
        for (var header : RateLimit.headers(List.of(exceeded.limit())).entrySet()) {
            problem = problem.withHeader(header.getKey(), header.getValue());
        }
        return problem;
    }

    /** Not the request that the call asks for. */
    public static Problem malformed(String why) {
        return Problem.of(Code.MALFORMED, why);
    }

    /** What the HTTP server refuses by itself says a status and nothing else. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> noToken();
            case 403 -> forbidden(List.of());
            case 404 -> NOTHING_THERE;
            case 405 -> Problem.of(Code.METHOD_NOT_ALLOWED, "not with this method");
            case 406 -> Problem.of(Code.NOT_ACCEPTABLE, "there is nothing here of a type that is accepted");
            case 413 -> Problem.of(Code.TOO_LARGE, "the request is too large");
            case 415 -> Problem.of(Code.UNSUPPORTED_MEDIA_TYPE, "not a media type that is taken here");
            default -> unnamed(status);
        };
    }

    /** A status without a code of its own keeps its number: below 500 it is the request's fault, else ours. */
    private static Problem unnamed(int status) {
        return status < 500
                ? Problem.of(status, Code.MALFORMED.name(), "not a request that is understood here")
                : Problem.of(status, Code.INTERNAL.name(), "a defect of ours; the log has more");
    }
}
