package io.countersign.console.http;

import io.countersign.console.desk.Words;
import io.countersign.contract.Code;
import io.countersign.door.JsonProblems;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;

/** A problem for programs, a page for people; whoever is not signed in is shown the way. */
@Singleton
final class DeskProblems implements ProblemAnswers {
    private static final String SIGN_IN = "/sign-in";
    private static final Pattern HTML = Pattern.compile("\\btext/(html|\\*)", Pattern.CASE_INSENSITIVE);

    private final JsonProblems json;
    private final CurrentVertxRequest current;

    DeskProblems(JsonProblems json, CurrentVertxRequest current) {
        this.json = json;
        this.current = current;
    }

    @Override
    public Response answer(Problem problem) {
        var request = current.getCurrent();
        if (request == null || !isPage(request)) {
            return json.answer(problem);
        }
        return problem.status() == Code.UNAUTHENTICATED.status() ? signIn(problem, request) : page(problem);
    }

    private static Response signIn(Problem problem, RoutingContext request) {
        if (isFragment(request)) {
            return Response.status(problem.status())
                    .header("HX-Redirect", SIGN_IN)
                    .build();
        }
        return request.request().method().equals(HttpMethod.GET)
                ? Response.seeOther(URI.create(SIGN_IN)).build()
                : page(problem);
    }

    private static Response page(Problem problem) {
        var page = Pages.Templates.problem(Frame.OUTSIDE, Words.ofCode(problem.code()), problem);
        var response = Response.status(problem.status())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(page.render());
        problem.headers().forEach(response::header);
        return response.build();
    }

    private static boolean isPage(RoutingContext request) {
        return !request.normalizedPath().startsWith("/v1/") && (isFragment(request) || acceptsHtml(request));
    }

    /** Whoever takes anything is a program. */
    private static boolean acceptsHtml(RoutingContext request) {
        return request.request().headers().getAll(HttpHeaders.ACCEPT).stream()
                .anyMatch(accept -> HTML.matcher(accept).find());
    }

    private static boolean isFragment(RoutingContext request) {
        return request.request().getHeader("HX-Request") != null;
    }
}
