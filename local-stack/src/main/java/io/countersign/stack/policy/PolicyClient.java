package io.countersign.stack.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The policy part of policy-stream's admin API, seen from the command line. */
public final class PolicyClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    /** A push answers after ten seconds at the latest. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI address;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param server where policy-stream listens
     * @param token a bearer token with the role {@code countersign-policy}
     */
    public PolicyClient(URI server, String token) {
        this.address = server.resolve("/v1/policy");
        this.token = token;
    }

    /** Sends a bundle and waits until it is in force, for as long as the server does. */
    public Push push(BundleFiles bundle) {
        var answer = send(request()
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(bundle.stream()))
                .build());
        var body = parse(answer.body());
        var version = body.path("version").asText();
        return switch (answer.statusCode()) {
            case 200 -> new Push.InForce(version, warnings(body, bundle));
            case 202 -> new Push.Pending(version, partitions(body), warnings(body, bundle));
            case 422 -> new Push.Invalid(remarks(body, "problems", Remark.Kind.PROBLEM, bundle));
            default -> throw unexpected(answer);
        };
    }

    private static List<Remark> warnings(JsonNode body, BundleFiles bundle) {
        return remarks(body, "warnings", Remark.Kind.WARNING, bundle);
    }

    private static List<Remark> remarks(JsonNode body, String member, Remark.Kind kind, BundleFiles bundle) {
        return elements(body, member)
                .map(json -> Remark.of(kind, json, bundle.directory()))
                .toList();
    }

    private static List<Integer> partitions(JsonNode body) {
        return elements(body, "missing").map(JsonNode::asInt).toList();
    }

    private static Stream<JsonNode> elements(JsonNode body, String member) {
        return StreamSupport.stream(body.path(member).spliterator(), false);
    }

    /** A policy in force, as it was pushed. */
    public record InForce(String version, String yaml) {}

    /** The policy in force, if there is one. */
    public Optional<InForce> inForce() {
        var answer = send(request().GET().build());
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(new InForce(version(answer), answer.body()));
            case 404 -> Optional.empty();
            default -> throw unexpected(answer);
        };
    }

    /** The bundle of that version, as it was pushed. */
    public BundleFiles pushed(String version) {
        var answer = send(request("/versions/" + version).GET().build());
        if (answer.statusCode() != 200) {
            throw unexpected(answer);
        }
        return new BundleFiles(Path.of(""), answer.body());
    }

    /** What was put into force, and what is. */
    public Versions versions() {
        var inForce = inForce().map(InForce::version).orElse("");
        var answer = send(request("/versions").GET().build());
        if (answer.statusCode() != 200) {
            throw unexpected(answer);
        }
        var activations = elements(parse(answer.body()), "versions")
                .map(one -> new Versions.Activation(
                        one.path("version").asText(),
                        Instant.parse(one.path("at").asText()),
                        one.path("actor").asText()))
                .toList();
        return new Versions(inForce, activations);
    }

    private static String version(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("").replace("\"", "");
    }

    private HttpRequest.Builder request() {
        return request("");
    }

    private HttpRequest.Builder request(String below) {
        return HttpRequest.newBuilder(URI.create(address + below))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("policy-stream does not answer at %s: is the stack up?".formatted(address), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    private StackException unexpected(HttpResponse<String> answer) {
        var problem = parse(answer.body());
        return new StackException("policy-stream answered %d %s %s"
                .formatted(
                        answer.statusCode(),
                        problem.path("code").asText(),
                        problem.path("detail").asText())
                .stripTrailing());
    }
}
