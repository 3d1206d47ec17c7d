package io.countersign.policystream.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Turns what is known into HTTP answers. */
@Singleton
final class Answers {

    private final ObjectMapper json;

    Answers(ObjectMapper json) {
        this.json = json;
    }

    Response ok(Object body) {
        return of(Response.Status.OK.getStatusCode(), body);
    }

    Response of(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(text(body))
                .build();
    }

    Response problem(Problem problem) {
        var response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(text(problem.json()));
        problem.headers().forEach(response::header);
        return response.build();
    }

    String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our answers are JSON", e);
        }
    }
}
