package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.contract.Code;
import io.countersign.door.OtherDoors;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.http.QueryAnswer.Away;
import io.countersign.intake.http.QueryAnswer.Found;
import io.countersign.intake.http.QueryAnswer.Refused;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** policy-stream's query API, asked with the caller's own token: it answers an owner only about itself. */
@Singleton
final class PolicyStream {
    private static final Logger LOG = Logger.getLogger(PolicyStream.class);

    private final OtherDoors doors;
    private final String base;
    private final Duration within;
    private final ObjectMapper json;
    private final OpenTelemetry telemetry;

    PolicyStream(OtherDoors doors, IntakeConfig config, ObjectMapper json, OpenTelemetry telemetry) {
        this.doors = doors;
        this.base = config.policyStream().toString().replaceAll("/+$", "");
        this.within = config.queryWithin();
        this.json = json;
        this.telemetry = telemetry;
    }

    /** One intent, at that version or a later one if a version is given. */
    QueryAnswer intent(String id, OptionalLong minVersion, String token) throws InterruptedException {
        var path = "/v1/intents/" + id;
        return get(minVersion.isPresent() ? path + "?minVersion=" + minVersion.getAsLong() : path, token);
    }

    /** One intent with its executions, which are not for its owner to see. */
    QueryAnswer intentForDoors(String id, long minVersion, String token) throws InterruptedException {
        var path = "/v1/intents/" + id + "?executions=true";
        return get(minVersion > 0 ? path + "&minVersion=" + minVersion : path, token);
    }

    /** The path has to be made of parts that are checked or encoded. */
    QueryAnswer get(String path, String token) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(within).header("Accept", "application/json");
        telemetry.getPropagators().getTextMapPropagator().inject(Context.current(), request, PolicyStream::setHeader);
        try {
            return answer(path, doors.ask(request, token));
        } catch (IOException e) {
            LOG.warnf("policy-stream did not answer path=%s why=%s", path, e);
            return new Away();
        }
    }

    private QueryAnswer answer(String path, HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return new Found(response.body());
        }
        var problem = problem(response);
        if (problem != null) {
            return new Refused(problem);
        }
        LOG.warnf("policy-stream answered without meaning path=%s status=%d", path, response.statusCode());
        return new Away();
    }

    /** Null if the answer has no code that could be passed on. */
    private @Nullable Problem problem(HttpResponse<byte[]> response) {
        var status = response.statusCode();
        var body = body(response);
        var code = body.path("code").asText();
        if (status == Code.NOT_FOUND.status()) {
            return Problem.of(Code.NOT_FOUND, body.path("detail").asText("there is no such thing"));
        }
        if (status == Code.UNAUTHENTICATED.status()) {
            return Problems.badToken("the token is not valid for queries");
        }
        if (code.isEmpty() || status < 400 || status == Code.INTERNAL.status()) {
            return null;
        }
        var problem = Problem.of(status, code, body.path("detail").asText(null));
        return status == Code.BROKER_AWAY.status() ? problem.withHeader("Retry-After", "1") : problem;
    }

    private JsonNode body(HttpResponse<byte[]> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException notJson) {
            return json.missingNode();
        }
    }

    private static void setHeader(HttpRequest.@Nullable Builder request, String name, String value) {
        if (request != null) {
            request.setHeader(name, value);
        }
    }
}
