package io.countersign.stack.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.Ports;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against the answers that the contract gives, from a server on the wire. */
final class PolicyClientTest {

    @TempDir
    private Path temporary = Path.of("");

    private final List<String> requests = new ArrayList<>();

    @Test
    void a_push_sends_the_stream_with_the_token_and_reports_the_version() throws IOException {
        var push = answering(200, "{\"version\":\"abc\"}", client -> client.push(bundle()));

        assertThat(push).isEqualTo(new Push.InForce("abc", List.of()));
        assertThat(requests)
                .containsExactly("PUT /v1/policy application/yaml Bearer token ---\n# file: a.yaml\nkind: Action\n");
    }

    @Test
    void problems_of_an_invalid_bundle_name_file_and_line() throws IOException {
        var push = answering(422, """
                {"code": "BUNDLE_INVALID", "problems": [
                  {"file": "a.yaml", "line": 1, "message": "name is missing"}, {"line": 0, "message": "no action"}]}
                """, client -> client.push(bundle()));

        assertThat(push).isInstanceOf(Push.Invalid.class);
        assertThat(push.remarks())
                .extracting(Remark::toString)
                .containsExactly(temporary.resolve("a.yaml") + ":1: name is missing", "no action");
    }

    @Test
    void a_bundle_that_is_not_adopted_everywhere_yet_is_pending() throws IOException {
        var push = answering(202, "{\"version\":\"abc\",\"missing\":[3]}", client -> client.push(bundle()));

        assertThat(push).isEqualTo(new Push.Pending("abc", List.of(3), List.of()));
    }

    @Test
    void warnings_are_told_though_the_bundle_is_in_force() throws IOException {
        var push = answering(
                200,
                "{\"version\":\"abc\",\"warnings\":[{\"file\":\"a.yaml\",\"line\":1,\"message\":\"has() is missing\"}]}",
                client -> client.push(bundle()));

        assertThat(push.remarks())
                .extracting(Remark::toString)
                .containsExactly(temporary.resolve("a.yaml") + ":1: warning: has() is missing");
    }

    @Test
    void a_refusal_is_told_by_status_code_and_detail() {
        assertThatThrownBy(() ->
                        answering(403, "{\"code\":\"NOT_GRANTED\",\"detail\":\"no such role\"}", PolicyClient::inForce))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("403 NOT_GRANTED no such role");
    }

    @Test
    void where_no_policy_is_in_force_there_is_none() throws IOException {
        assertThat(answering(404, "{\"code\":\"NOT_FOUND\"}", PolicyClient::inForce))
                .isEmpty();
    }

    @Test
    void versions_are_told_as_the_server_gives_them_and_fetched_by_their_names() throws IOException {
        var at = "2026-11-22T12:00:00Z";
        var versions = answering(
                200,
                "{\"versions\":[{\"version\":\"abc\",\"at\":\"" + at + "\",\"actor\":\"acme/paul\"}]}",
                PolicyClient::versions);
        var bundle = answering(200, "kind: Action\n", client -> client.pushed("abc"));

        assertThat(versions.activations())
                .containsExactly(new Versions.Activation("abc", Instant.parse(at), "acme/paul"));
        assertThat(bundle.stream()).isEqualTo("kind: Action\n");
        assertThat(requests)
                .containsExactly(
                        "GET /v1/policy null Bearer token ",
                        "GET /v1/policy/versions null Bearer token ",
                        "GET /v1/policy/versions/abc null Bearer token ");
    }

    @Test
    void nobody_there_is_told_in_one_line() {
        var client = new PolicyClient(URI.create("http://127.0.0.1:" + Ports.oneFree()), "token");

        assertThatThrownBy(client::inForce).isInstanceOf(StackException.class).hasMessageContaining("is the stack up?");
    }

    private BundleFiles bundle() throws IOException {
        Files.writeString(temporary.resolve("a.yaml"), "kind: Action\n");
        return BundleFiles.read(temporary);
    }

    private interface Call<T> {
        T of(PolicyClient client) throws IOException;
    }

    private <T> T answering(int status, String body, Call<T> call) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            requests.add(String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(headers.getFirst("Content-Type")),
                    String.valueOf(headers.getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return call.of(new PolicyClient(address, "token"));
        } finally {
            server.stop(0);
        }
    }
}
