package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever fails on the way to a resource or behind it is answered as a problem. */
final class ProblemMappers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMappers.class);

    private final Answers answers;

    ProblemMappers(Answers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response noToken(UnauthorizedException e) {
        return answers.problem(Problems.noToken());
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e) {
        return answers.problem(Problems.badToken("the token is not valid here: forged, expired, or meant for others"));
    }

    @ServerExceptionMapper
    Response nobody(UnidentifiedException e) {
        return answers.problem(Problems.badToken(e.why()));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answers.problem(Problem.of(Code.FORBIDDEN, "the token lacks the role that this needs"));
    }

    /** The client has gone away, or the service ends: nobody reads this. */
    @ServerExceptionMapper
    Response gone(InterruptedException e) {
        return answers.problem(Problems.away("the service is ending"));
    }

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        return answers.problem(e.problem());
    }

    /** What the framework refuses by itself, such as a method that a path does not have. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var refused = e.getResponse();
        if (refused.hasEntity() || refused.getStatus() < 400) {
            return refused;
        }
        var problem = answers.problem(Problems.ofStatus(refused.getStatus()));
        var allowed = refused.getHeaderString(HttpHeaders.ALLOW);
        return allowed == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    @ServerExceptionMapper
    Response defect(Throwable e) {
        LOG.error("a request failed for a reason of ours", e);
        return answers.problem(Problems.ofStatus(500));
    }
}
