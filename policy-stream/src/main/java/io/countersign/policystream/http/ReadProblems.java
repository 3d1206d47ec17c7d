package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.Problems;

/** What a read may run into. */
final class ReadProblems {

    private ReadProblems() {}

    static Problem noSuchIntent() {
        return Problem.of(Code.NOT_FOUND, "there is no such intent");
    }

    static Problem behind() {
        return Problems.away("what was committed cannot be seen here yet");
    }

    static Problem noPolicy() {
        return Problem.of(Code.NO_POLICY, "no policy is in force").withHeader("Retry-After", "5");
    }
}
