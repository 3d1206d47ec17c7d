package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.Problems;
import io.countersign.policystream.activation.Activation;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** Turns what is known into HTTP answers. */
@Singleton
final class Answers {

    private final ProblemAnswers problems;

    Answers(ProblemAnswers problems) {
        this.problems = problems;
    }

    Response ok(Object body) {
        return of(Response.Status.OK.getStatusCode(), body);
    }

    Response of(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }

    /**
     * A control is in the log for good: 200 once nothing is missing any more, 202 before.
     *
     * @param missing the partitions that had not adopted it when the time was up, which the body then tells
     * @param whole false if the body lacks something else that belongs there
     */
    Response written(Map<String, Object> body, List<Integer> missing, boolean whole) {
        if (!missing.isEmpty()) {
            body.put("missing", missing);
        }
        return of(missing.isEmpty() && whole ? 200 : 202, body);
    }

    /**
     * A control that has no bundle was not written.
     *
     * @param absent what to say if there was nothing to end
     */
    Response unwritten(Activation activation, String absent) {
        return switch (activation) {
            case Activation.Missing missing -> problem(Problem.of(Code.NOT_FOUND, absent));
            case Activation.Away(var why) -> problem(Problems.away(why));
            case Activation.Invalid invalid -> throw new IllegalStateException("there is no bundle in " + invalid);
            case Activation.Written written -> throw new IllegalStateException("it was written: " + written);
        };
    }

    Response problem(Problem problem) {
        return problems.answer(problem);
    }
}
