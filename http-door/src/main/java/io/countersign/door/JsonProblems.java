package io.countersign.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.DefaultBean;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers problems to programs. */
@Singleton
@DefaultBean
public final class JsonProblems implements ProblemAnswers {
    private static final String CODE = "countersign.code";

    private final ObjectMapper json;
    private final CurrentVertxRequest current;

    JsonProblems(ObjectMapper json, CurrentVertxRequest current) {
        this.json = json;
        this.current = current;
    }

    /** The code of the problem that a request was answered with, for whoever logs and counts requests. */
    public static @Nullable String code(RoutingContext request) {
        return request.get(CODE);
    }

    @Override
    public Response answer(Problem problem) {
        var request = current.getCurrent();
        if (request != null) {
            request.put(CODE, problem.code());
        }
        var response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(text(problem));
        problem.headers().forEach(response::header);
        return response.build();
    }

    /** The answer to a request that came to no resource. */
    void answer(Problem problem, RoutingContext request) {
        request.put(CODE, problem.code());
        request.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(request.response()::putHeader);
        request.end(text(problem));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("problems are JSON", e);
        }
    }
}
