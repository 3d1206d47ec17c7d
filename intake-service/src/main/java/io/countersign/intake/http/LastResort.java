package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Answers what no resource does: paths that are nobody's, and requests that fail before they get to one. */
@Singleton
final class LastResort {
    private static final Logger LOG = Logger.getLogger(LastResort.class);
    private static final int NOT_FOUND = 404;

    private final ObjectMapper json;

    LastResort(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().last().handler(request -> answer(request, NOT_FOUND)).failureHandler(this::failed);
    }

    private void failed(RoutingContext request) {
        var status = request.statusCode() < 400 ? 500 : request.statusCode();
        if (status >= 500) {
            LOG.error("a request failed for a reason of ours", request.failure());
        }
        answer(request, status);
    }

    private void answer(RoutingContext request, int status) {
        if (request.response().ended()) {
            return;
        }
        var problem = FrameworkProblems.of(status);
        request.put("countersign.code", problem.code());
        request.response().setStatusCode(status).putHeader("Content-Type", Problem.MEDIA_TYPE);
        problem.headers().forEach(request.response()::putHeader);
        request.end(text(problem));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are JSON", e);
        }
    }
}
