package io.countersign.door;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Answers what no resource does: paths that are nobody's, and requests that fail before they get to one. */
@Singleton
final class LastResort {
    private static final Logger LOG = Logger.getLogger(LastResort.class);
    private static final int NOT_FOUND = 404;

    private final JsonProblems problems;

    LastResort(JsonProblems problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route()
                .last()
                .handler(request -> answer(request, Problems.ofStatus(NOT_FOUND)))
                .failureHandler(this::failed);
    }

    private void failed(RoutingContext request) {
        if (request.failure() instanceof AuthenticationFailedException) {
            answer(request, Problems.badToken());
            return;
        }
        if (request.failure() instanceof ProblemException refused) {
            answer(request, refused.problem());
            return;
        }
        var status = request.statusCode() < 400 ? 500 : request.statusCode();
        if (status >= 500 && !isOfItsClient(request)) {
            LOG.error("a request failed for a reason of ours", request.failure());
        }
        answer(request, Problems.ofStatus(status));
    }

    /** Whoever hangs up in the middle of an answer makes it fail. */
    private static boolean isOfItsClient(RoutingContext request) {
        return request.failure() instanceof IOException && request.response().closed();
    }

    private void answer(RoutingContext request, Problem problem) {
        if (!request.response().headWritten()) {
            problems.answer(problem, request);
        } else if (!request.response().ended()) {
            // What was said of it is not whole, and the client shall see that.
            request.response().reset();
        }
    }
}
