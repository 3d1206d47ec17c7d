package io.countersign.intake.http;

import io.countersign.contract.Code;
import java.util.Map;

/** The codes of refusals that no door of ours made: they come from the HTTP server as a status and nothing else. */
final class FrameworkProblems {
    private static final Map<Integer, Problem> BY_STATUS = Map.of(
            401, Problems.noToken(),
            403, Problem.of(Code.FORBIDDEN, "not with this token"),
            404, Problem.of(Code.NOT_FOUND, "there is nothing at this path"),
            405, Problem.of(Code.METHOD_NOT_ALLOWED, "not with this method"),
            406, Problem.of(Code.NOT_ACCEPTABLE, "there is nothing here of a type that is accepted"),
            413, Problem.of(Code.TOO_LARGE, "the request is too large"),
            415, Problem.of(Code.UNSUPPORTED_MEDIA_TYPE, "the body has to be application/json"));

    private FrameworkProblems() {}

    /** A status without a code of its own keeps its number: below 500 it is the request's fault, else ours. */
    static Problem of(int status) {
        var known = BY_STATUS.get(status);
        if (known != null) {
            return known;
        }
        var code = status < 500 ? Code.MALFORMED : Code.INTERNAL;
        return new Problem(
                status, code.name(), status < 500 ? "not a request that is understood here" : null, Map.of(), Map.of());
    }
}
