package io.countersign.door;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever fails on the way to a resource or behind it is answered as a problem. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int UNEXPECTED = 500;

    private final ProblemAnswers answers;

    ProblemMappers(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return answers.answer(e.problem());
    }

    @ServerExceptionMapper
    Response noToken(UnauthorizedException e) {
        return answers.answer(Problems.noToken());
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e) {
        return answers.answer(Problems.badToken());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, ResourceInfo called) {
        return answers.answer(Problems.forbidden(NeededRoles.of(called)));
    }

    /** The client has gone away, or the service ends: nobody reads this. */
    @ServerExceptionMapper
    Response gone(InterruptedException e) {
        return answers.answer(Problems.away("the client has gone away, or the service is ending"));
    }

    /** The body was broken off, or took longer than any body may: its sender's doing. */
    @ServerExceptionMapper
    Response brokenOff(IOException e) {
        return answers.answer(
                Problems.malformed("the body did not arrive whole").withHeader(JsonProblems.CONNECTION, "close"));
    }

    /** Has a mapper of its own in Quarkus, which would say nothing. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e) {
        return malformed(e);
    }

    @ServerExceptionMapper
    Response malformed(JacksonException e) {
        return answers.answer(Problems.malformed("the body is not the JSON that this call asks for"));
    }

    /** What the framework refuses by itself, such as a method that a path does not have. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, ContainerRequestContext request) {
        var refused = e.getResponse();
        if (refused.hasEntity() || refused.getStatus() < 400) {
            return refused;
        }
        if (refused.getStatus() >= UNEXPECTED) {
            return defect(e);
        }
        return answers.answer(
                switch (refused.getStatus()) {
                    case 404, 405 -> unmatched(request);
                    default -> Problems.ofStatus(refused.getStatus());
                });
    }

    @ServerExceptionMapper
    Response defect(Throwable e) {
        LOG.error("a request failed for a reason of ours", e);
        return answers.answer(Problems.ofStatus(UNEXPECTED));
    }

    /** The framework also says 404 for another method if a second class has the beginning of the path. */
    private static Problem unmatched(ContainerRequestContext request) {
        var methods = AllowedMethods.at(request);
        return methods.isEmpty() || methods.contains(request.getMethod())
                ? Problems.ofStatus(404)
                : Problems.ofStatus(405).withHeader(HttpHeaders.ALLOW, String.join(", ", methods));
    }
}
