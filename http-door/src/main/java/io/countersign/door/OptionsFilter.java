package io.countersign.door;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Answers {@code OPTIONS} with the methods of the path; like the 405 of another method, it needs no token. */
@Provider
@PreMatching
public final class OptionsFilter implements ContainerRequestFilter {
    private static final int NOT_FOUND = 404;

    private final ProblemAnswers problems;

    OptionsFilter(ProblemAnswers problems) {
        this.problems = problems;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            request.abortWith(answer(request));
        }
    }

    private Response answer(ContainerRequestContext request) {
        var methods = AllowedMethods.at(request);
        return methods.isEmpty()
                ? problems.answer(Problems.ofStatus(NOT_FOUND))
                : Response.noContent()
                        .header(HttpHeaders.ALLOW, String.join(", ", methods))
                        .build();
    }
}
