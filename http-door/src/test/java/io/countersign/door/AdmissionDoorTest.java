package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.Limits;
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
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(Issuer.class)
class AdmissionDoorTest {

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
        try (var entry = room.enter(Limits.BUNDLE_BYTES).orElseThrow()) {
            return room.used();
        }
    }
}
