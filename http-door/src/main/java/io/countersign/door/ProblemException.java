package io.countersign.door;

import io.countersign.contract.Code;

/** Ends a request with a problem, before anything is asked or done for it. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(Code code, String detail) {
        this(Problem.of(code, detail));
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
