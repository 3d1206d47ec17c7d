package io.countersign.policystream.http;

import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

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

    Response problem(Problem problem) {
        return problems.answer(problem);
    }
}
