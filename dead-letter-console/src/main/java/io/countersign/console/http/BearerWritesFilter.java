package io.countersign.console.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Keeps other sites from writing by the API with a visitor's cookie. */
@Provider
@BearerWrites
public class BearerWritesFilter implements ContainerRequestFilter {

    private final ProblemAnswers answers;

    BearerWritesFilter(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (Writes.isWrite(request.getMethod()) && request.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            request.abortWith(answers.answer(
                    Problem.of(Code.FORBIDDEN, "writes by the API need a bearer token in the Authorization header")));
        }
    }
}
