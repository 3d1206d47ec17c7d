package io.countersign.console.http;

import io.countersign.contract.Code;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Code code, String detail) {
        super(detail, null, false, false);
        this.problem = Problem.of(code, detail);
    }

    Problem problem() {
        return problem;
    }
}
