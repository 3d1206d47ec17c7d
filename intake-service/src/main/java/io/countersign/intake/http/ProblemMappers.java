package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever fails on the way to a door or behind it is answered as a problem. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

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

    /** The client has gone away: nobody reads this. */
    @ServerExceptionMapper
    Response gone(InterruptedException e) {
        return answers.problem(Problems.brokerAway("the client has gone away"));
    }

    /** The body was broken off, or took longer than any body may: its sender's doing. */
    @ServerExceptionMapper
    Response brokenOff(IOException e) {
        return answers.problem(
                Problem.of(Code.MALFORMED, "the body did not arrive whole").with("Connection", "close"));
    }

    /** What the framework refuses by itself, such as a method that a path does not have. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var refused = e.getResponse();
        if (refused.hasEntity() || refused.getStatus() < 400) {
            return refused;
        }
        var problem = answers.problem(FrameworkProblems.of(refused.getStatus()));
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
        return answers.problem(Problems.internal());
    }
}
