package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.door.admission.Admission;
import io.countersign.stack.identity.TokenRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(Issuer.class)
class AdmissionDoorTest {
    private static final long LARGEST = 1024 * 1024;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI door;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_body_that_says_neither_its_length_nor_its_type_takes_the_room_of_the_largest(HttpVersion version)
            throws Exception {
        var empty = used();
        var vertx = Vertx.vertx();
        try {
            var request = loading(vertx, version);
            request.write("a beginning");

            await().untilAsserted(() -> assertThat(used() - empty).isGreaterThanOrEqualTo(roomOfTheLargest()));

            var answer = request.response();
            request.end();
            assertThat(answer.toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
            await().untilAsserted(() -> assertThat(used()).isEqualTo(empty));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** Nothing of these bodies ever comes. */
    @ParameterizedTest
    @CsvSource({"*/*, 10485761, 10485760", "application/x-www-form-urlencoded, 65537, 65536"})
    void a_body_that_says_it_is_too_long_is_refused_at_once_and_its_room_given_back(
            String type, String length, String most) throws Exception {
        var empty = used();

        var answer = half("POST /shelf/cup/load HTTP/1.1\r\nHost: door\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                .containsIgnoringCase("\r\nCache-Control: no-store")
                .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff")
                .contains("\"code\":\"TOO_LARGE\"", "more than " + most + " bytes");
        await().untilAsserted(() -> assertThat(used()).isEqualTo(empty));
    }

    @Test
    void over_http_2_a_refusal_says_nothing_of_the_connection() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var request = loading(vertx, HttpVersion.HTTP_2);
            request.setChunked(false)
                    .putHeader("Content-Type", "application/x-www-form-urlencoded")
                    .putHeader("Content-Length", "65537");
            var answer = request.response();
            request.sendHead();

            var refused = answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.getHeader("Connection")).isNull();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** What is answered to the beginning of a request, until the connection is closed. */
    private String half(String request) throws IOException {
        try (var socket = new Socket(door.getHost(), door.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpClientRequest loading(Vertx vertx, HttpVersion version) throws Exception {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
        var request = client.request(new RequestOptions()
                        .setMethod(HttpMethod.PUT)
                        .setHost(door.getHost())
                        .setPort(door.getPort())
                        .setURI("/shelf/cup/load")
                        .putHeader("Authorization", "Bearer " + Issuer.token(TokenRequest.person("acme", "ana"))))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return request.setChunked(true);
    }

    private double used() {
        return meters.get("countersign.door.used").gauge().value();
    }

    private static double roomOfTheLargest() {
        var room = Admission.ofHeap(Runtime.getRuntime().maxMemory());
        try (var entry = room.enter(LARGEST).orElseThrow()) {
            return room.used();
        }
    }
}
