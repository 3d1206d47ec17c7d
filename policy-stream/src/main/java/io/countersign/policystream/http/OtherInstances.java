package io.countersign.policystream.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.door.CurrentCaller;
import io.countersign.door.OtherDoors;
import io.countersign.door.Problems;
import io.countersign.policystream.view.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the instance that has what is asked for, with the caller's own token. */
@Singleton
final class OtherInstances {

    /** On a question that was passed on: it is not passed on again. */
    static final String PASSED_ON = "Countersign-Passed-On";

    private static final Logger LOG = LoggerFactory.getLogger(OtherInstances.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private final OtherDoors doors;
    private final CurrentCaller caller;
    private final Answers answers;
    private final ObjectMapper json;

    OtherInstances(OtherDoors doors, CurrentCaller caller, Answers answers, ObjectMapper json) {
        this.doors = doors;
        this.caller = caller;
        this.answers = answers;
        this.json = json;
    }

    /** The other instance's answer as ours; a problem if it has none. */
    Response ask(Instance instance, URI question) throws InterruptedException {
        try {
            var answer = send(instance, question);
            var response = Response.status(answer.statusCode()).entity(answer.body());
            answer.headers().firstValue("Content-Type").ifPresent(type -> response.header("Content-Type", type));
            answer.headers().firstValue("Retry-After").ifPresent(when -> response.header("Retry-After", when));
            return response.build();
        } catch (IOException e) {
            LOG.warn("another instance does not answer instance={}:{} why={}", instance.host(), instance.port(), e);
            return answers.problem(Problems.away("the instance that has it does not answer"));
        }
    }

    /** The other instance's answer read as that type; an {@link IOException} if it has none, or another one. */
    <T> T read(Instance instance, URI question, Class<T> type) throws InterruptedException, IOException {
        var answer = send(instance, question);
        if (answer.statusCode() != Response.Status.OK.getStatusCode()) {
            throw new IOException("answered " + answer.statusCode());
        }
        return json.readValue(answer.body(), type);
    }

    private HttpResponse<byte[]> send(Instance instance, URI question) throws IOException, InterruptedException {
        var path = question.getRawPath() + (question.getRawQuery() == null ? "" : "?" + question.getRawQuery());
        var request = HttpRequest.newBuilder(URI.create("http://" + instance.host() + ":" + instance.port() + path))
                .timeout(ANSWER_WITHIN)
                .header(PASSED_ON, "true");
        return doors.ask(request, caller.token());
    }
}
