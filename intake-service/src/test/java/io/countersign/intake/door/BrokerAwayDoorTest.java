package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
class BrokerAwayDoorTest extends DoorTest {
    private static final int AT_ONCE = 100;

    /**
     * What waits gives up after 3 s, all of it at once: that may take much longer where nobody has a processor to spare. One
     * after the other, half a second each, the last would come after 50 s; with the client's own patience none before 60 s.
     */
    private static final Duration BESIDE_EACH_OTHER = Duration.ofSeconds(25);

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void while_the_broker_is_away_nothing_is_accepted_and_afterwards_all_is_well() throws Exception {
        var key = UUID.randomUUID().toString();
        post(echo("{}")).statusCode(202);
        awaitReadiness();
        var channel = ChannelClient.open(address, null, token());
        channel.next("open");
        around.stack().broker().stop();
        try (channel) {
            var requests =
                    new ArrayList<Callable<ValidatableResponse>>(Collections.nCopies(AT_ONCE, () -> post(echo("{}"))));
            requests.add(() -> post(authenticated().header("Idempotency-Key", key), echo("{}")));
            requests.add(() -> post(authenticated().header("Prefer", "respond-async"), echo("{}")));
            requests.add(() ->
                    authenticated().delete("/v1/intents/" + UUID.randomUUID()).then());
            requests.add(() -> inPerson()
                    .contentType("application/json")
                    .body("{\"grants\": [{\"action\": \"echo\"}]}")
                    .post("/v1/sessions")
                    .then());
            for (var answer : atOnce(requests)) {
                away(answer.get());
            }
            channel.say("{\"ref\": \"r\", \"submit\": " + echo("{}") + "}");
            var answer = channel.next("answer");
            assertThat(answer.path("status").asInt()).isEqualTo(503);
            assertThat(answer.path("retryAfter").asInt()).isEqualTo(1);
            assertThat(answer.at("/data/code").asText()).isEqualTo("BROKER_AWAY");
            authenticated()
                    .contentType("application/json")
                    .body("{\"model\": \"m\", \"max_tokens\": 1, \"messages\": []}")
                    .post("/v1/chat/completions")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .header("x-should-retry", equalTo("true"))
                    .body("error.code", equalTo("BROKER_AWAY"));
            given().get("/q/health/ready").then().statusCode(503);
            given().get("/q/health/live").then().statusCode(200);
        } finally {
            around.stack().broker().start();
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> post(
                                authenticated().header("Idempotency-Key", key).header("Prefer", "wait=10"),
                                echo("{\"then\": \"SUCCEEDED\"}"))
                        .statusCode(200)
                        .body("state", equalTo("SUCCEEDED")));
    }

    /** What waits beside each other fails beside each other, not one after the other. */
    private List<Future<ValidatableResponse>> atOnce(List<Callable<ValidatableResponse>> requests)
            throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(requests.size())) {
            return threads.invokeAll(requests);
        }
    }

    private static void away(ValidatableResponse answer) {
        answer.statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("BROKER_AWAY"));
        assertThat(answer.extract().time()).isLessThan(BESIDE_EACH_OTHER.toMillis());
    }
}
