package io.countersign.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.DefaultBean;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers problems to programs. */
@Singleton
@DefaultBean
public final class JsonProblems implements ProblemAnswers {
    private static final String CODE = "countersign.code";

    /** What a problem says of the connection that it is answered on. */
    static final String CONNECTION = "Connection";

    private final ObjectMapper json;
    private final CurrentVertxRequest current;
    private final Instance<ForeignProblems> foreign;

    JsonProblems(ObjectMapper json, CurrentVertxRequest current, Instance<ForeignProblems> foreign) {
        this.json = json;
        this.current = current;
        this.foreign = foreign;
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
        var said = said(problem, request == null ? null : request.request());
        var response = Response.status(problem.status()).type(said.mediaType()).entity(said.body());
        said.headers().forEach(response::header);
        return response.build();
    }

    /** The answer to a request that came to no resource. */
    public void answer(Problem problem, RoutingContext request) {
        request.put(CODE, problem.code());
        var said = said(problem, request.request());
        request.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, said.mediaType());
        said.headers().forEach(request.response()::putHeader);
        request.end(said.body());
    }

    private record Said(String mediaType, String body, Map<String, String> headers) {}

    private Said said(Problem problem, @Nullable HttpServerRequest request) {
        var path = request == null ? null : request.path();
        var headers = new LinkedHashMap<String, String>();
        var mediaType = Problem.MEDIA_TYPE;
        var body = problem.json();
        for (var api : foreign) {
            if (path != null && api.speaksAt(path)) {
                headers.putAll(api.headers(problem));
                mediaType = MediaType.APPLICATION_JSON;
                body = api.body(problem);
                break;
            }
        }
        headers.putAll(problem.headers());
        if (request != null && request.version() == HttpVersion.HTTP_2) {
            // There it would make the answer malformed (RFC 9113, section 8.2.2).
            headers.remove(CONNECTION);
        }
        return new Said(mediaType, text(body), headers);
    }

    private String text(Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("problems are JSON", e);
        }
    }
}
