package io.countersign.console.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.countersign.console.projection.DatabaseAwayException;
import io.countersign.contract.Code;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error of the doors: a problem for programs, a page for people. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e, ContainerRequestContext request) {
        return answer(e.problem(), request);
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException e, ContainerRequestContext request) {
        return challenge(request);
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e, ContainerRequestContext request) {
        return challenge(request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, ContainerRequestContext request) {
        return answer(
                Problem.of(
                        Code.FORBIDDEN,
                        "The desk is for reviewers (countersign-reviewer) and auditors (countersign-auditor)."),
                request);
    }

    @ServerExceptionMapper
    Response away(DatabaseAwayException e, ContainerRequestContext request) {
        LOG.errorf(e, "the database does not answer");
        return answer(
                Problem.of("DATABASE_AWAY", 503, "The desk's database does not answer. Nothing is lost: try again."),
                request);
    }

    /** Has a mapper of its own in Quarkus, which would say nothing. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e, ContainerRequestContext request) {
        return malformed(e, request);
    }

    @ServerExceptionMapper
    Response malformed(JacksonException e, ContainerRequestContext request) {
        return answer(Problem.of(Code.MALFORMED, "The body is not the JSON that this call asks for."), request);
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e, ContainerRequestContext request) {
        var problem = switch (e) {
            case NotFoundException missing -> Problem.of(Code.NOT_FOUND, "There is nothing at this address.");
            case NotAllowedException method ->
                Problem.of(Code.METHOD_NOT_ALLOWED, "This address does not take that method.");
            case NotSupportedException type ->
                Problem.of(Code.UNSUPPORTED_MEDIA_TYPE, "This address does not take that media type.");
            case NotAcceptableException type ->
                Problem.of(Code.NOT_ACCEPTABLE, "This address has no such representation.");
            default -> {
                var status = e.getResponse().getStatus();
                yield status >= 500
                        ? unexpected(e)
                        : status == 403 || status == 401
                                ? Problem.of(Code.FORBIDDEN, "Refused.")
                                : Problem.of(
                                        Code.MALFORMED.name(), status, "The request is not what this call asks for.");
            }
        };
        return answer(problem, request);
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e, ContainerRequestContext request) {
        return answer(unexpected(e), request);
    }

    private static Problem unexpected(Exception e) {
        var reference = UUID.randomUUID();
        LOG.errorf(e, "a request failed: reference=%s", reference);
        return Problem.of(Code.INTERNAL, "A defect of the desk. Reference " + reference + ".");
    }

    private static Response challenge(ContainerRequestContext request) {
        if (isFragment(request)) {
            return Response.status(Code.UNAUTHENTICATED.status())
                    .header("HX-Redirect", "/sign-in")
                    .build();
        }
        if (isPage(request) && request.getMethod().equals(HttpMethod.GET)) {
            return Response.seeOther(URI.create("/sign-in")).build();
        }
        return Response.fromResponse(
                        answer(Problem.of(Code.UNAUTHENTICATED, "Sign in, or send a bearer token."), request))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Response answer(Problem problem, ContainerRequestContext request) {
        if (!isPage(request)) {
            return problem.response();
        }
        TemplateInstance page = Pages.Templates.problem(Frame.OUTSIDE, problem);
        return Response.status(problem.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(page.render())
                .build();
    }

    private static boolean isPage(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        return !path.startsWith("/v1/")
                && (isFragment(request)
                        || request.getAcceptableMediaTypes().stream().anyMatch(ProblemMappers::isHtml));
    }

    private static boolean isHtml(MediaType type) {
        return !type.isWildcardType() && type.isCompatible(MediaType.TEXT_HTML_TYPE);
    }

    private static boolean isFragment(ContainerRequestContext request) {
        return request.getHeaderString("HX-Request") != null;
    }
}
