package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.countersign.contract.Owner;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits so low that a test meets them: six requests and 6 KiB at once, one and 1 KiB more each second. */
@QuarkusTest
@TestProfile(LimitDoorTest.Low.class)
class LimitDoorTest extends DoorTest {
    private static final int QUOTA = 6;
    private static final int BYTES = 6 * 1024;
    private static final int WAITING = 3;

    /** An owner of each test's own, with a whole quota. */
    private final Owner owner = new Owner("acme", "u" + UUID.randomUUID());

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    public static final class Low implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "countersign.intake.limits.user-requests",
                    "1",
                    "countersign.intake.limits.user-bytes",
                    "1K",
                    "countersign.intake.limits.burst",
                    QUOTA + "s",
                    "countersign.intake.limits.user-waiting",
                    String.valueOf(WAITING));
        }
    }

    @BeforeEach
    void begin() {
        awaitReadiness();
    }

    @Test
    void whoever_sends_too_many_requests_is_told_so_and_when_to_come_back() {
        var before = limited("user-requests");

        refusedAfterTheQuota(() -> as(owner).get("/v1/budgets"))
                .then()
                .contentType("application/problem+json")
                .body("code", equalTo("RATE_LIMITED"))
                .body("status", equalTo(429))
                .header("Retry-After", equalTo("1"))
                .header("RateLimit-Policy", equalTo("\"user-requests\";q=6;w=6;qu=\"requests\""))
                .header("RateLimit", equalTo("\"user-requests\";r=0;t=1"));

        assertThat(limited("user-requests")).isEqualTo(before + 1);
        Awaitility.await()
                .untilAsserted(() -> as(owner).get("/v1/budgets").then().statusCode(200));
    }

    @Test
    void a_neighbour_notices_nothing() {
        refusedAfterTheQuota(() -> as(owner).get("/v1/budgets"));

        var neighbour = new Owner("acme", "n" + UUID.randomUUID());
        for (var request = 0; request < QUOTA; request++) {
            as(neighbour).get("/v1/budgets").then().statusCode(200);
        }
    }

    @Test
    void nothing_of_what_is_refused_is_handed_over() {
        var before = around.broker().submittedOf("limited");
        var accepted = new ArrayList<Integer>();
        refusedAfterTheQuota(() -> {
            var answer = as(owner)
                    .contentType("application/json")
                    .body("{\"action\": \"limited\", \"parameters\": {}}")
                    .post("/v1/intents");
            accepted.add(answer.statusCode());
            return answer;
        });

        assertThat(around.broker().submittedOf("limited"))
                .isEqualTo(before
                        + (int) accepted.stream()
                                .filter(status -> status == 202)
                                .count());
    }

    @Test
    void a_chat_is_limited_in_openais_words() {
        refusedAfterTheQuota(() -> as(owner).get("/v1/models"))
                .then()
                .body("error.code", equalTo("RATE_LIMITED"))
                .body("error.type", equalTo("rate_limit_error"))
                .header("x-should-retry", equalTo("true"))
                .header("Retry-After", equalTo("1"))
                .header("RateLimit", matchesPattern("\"user-requests\";.*"));
    }

    @Test
    void without_a_token_nobodys_limit_is_met() {
        for (var request = 0; request < 2 * QUOTA; request++) {
            given().get("/v1/budgets").then().statusCode(401);
        }
    }

    @Test
    void the_last_byte_of_the_quota_is_let_in_and_none_more() {
        as(owner)
                .contentType("application/json")
                .body(body(BYTES))
                .post("/v1/intents")
                .then()
                .statusCode(202);

        as(owner)
                .contentType("application/json")
                .body(body(BYTES))
                .post("/v1/intents")
                .then()
                .statusCode(429)
                .header("RateLimit-Policy", equalTo("\"user-bytes\";q=6144;w=6;qu=\"content-bytes\""))
                .header("RateLimit", matchesPattern("\"user-bytes\";r=\\d+;t=[1-6]"))
                .header("Retry-After", matchesPattern("[1-6]"));
        // What brings nothing is let in.
        as(owner).get("/v1/budgets").then().statusCode(200);
    }

    @Test
    void a_body_that_does_not_say_its_length_counts_as_it_is_read() throws Exception {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var unannounced = HttpRequest.newBuilder(address.resolve("/v1/intents"))
                    .header("Authorization", "Bearer " + token(owner))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(body(3 * BYTES).getBytes(StandardCharsets.UTF_8))))
                    .build();

            assertThat(http.send(unannounced, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(202);
            assertThat(http.send(unannounced, BodyHandlers.ofString()).statusCode())
                    .as("whoever owes some already")
                    .isEqualTo(429);
        }

        as(owner)
                .contentType("application/json")
                .body(body(100))
                .post("/v1/intents")
                .then()
                .statusCode(429)
                .header("RateLimit", matchesPattern("\"user-bytes\";r=0;t=1[0-3]"));
    }

    @Test
    void a_message_on_a_channel_counts_like_a_request() throws Exception {
        try (var channel = ChannelClient.open(address, null, token(owner))) {
            var statuses = new ArrayList<Integer>();
            var begun = System.nanoTime();
            var answer = channel.next("open");
            for (var message = 0; message <= 2 * QUOTA && !statuses.contains(429); message++) {
                channel.say("{\"ref\": \"m%d\", \"cancel\": \"%s\"}".formatted(message, UUID.randomUUID()));
                answer = channel.next("answer");
                statuses.add(answer.path("status").asInt());
            }

            // One was for the opening.
            assertThat(statuses.size() - 1).isBetween(QUOTA - 1, QUOTA - 1 + secondsSince(begun));
            assertThat(answer.path("status").asInt()).isEqualTo(429);
            assertThat(answer.path("ref").asText()).isEqualTo("m" + (statuses.size() - 1));
            assertThat(answer.path("retryAfter").asInt()).isEqualTo(1);
            assertThat(answer.at("/data/code").asText()).isEqualTo("RATE_LIMITED");
            channel.say(" ".repeat(BYTES - 2) + "{}");
            assertThat(channel.next("answer").path("status").asInt()).isIn(400, 429);
        }
    }

    @Test
    void opening_a_channel_counts_like_a_request() {
        refusedAfterTheQuota(() -> as(owner).get("/v1/budgets"));

        assertThat(ChannelClient.refusal(
                        address, null, builder -> builder.header("Authorization", "Bearer " + token(owner))))
                .isEqualTo(429);
    }

    @Test
    void a_user_may_have_so_many_channels_open_and_no_more() throws Exception {
        var open = new ArrayList<ChannelClient>();
        try {
            for (var channel = 0; channel < WAITING; channel++) {
                open.add(ChannelClient.open(address, null, token(owner)));
            }

            assertThat(ChannelClient.refusal(
                            address, null, builder -> builder.header("Authorization", "Bearer " + token(owner))))
                    .isEqualTo(429);
            var neighbour = new Owner("acme", "n" + UUID.randomUUID());
            open.add(ChannelClient.open(address, null, token(neighbour)));
            post(as(owner), echo("{}"))
                    .statusCode(429)
                    .header("RateLimit-Policy", equalTo("\"user-waiting\";q=3;qu=\"concurrent-requests\""))
                    .header("RateLimit", equalTo("\"user-waiting\";r=0;t=1"));
        } finally {
            open.forEach(ChannelClient::close);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> post(as(owner), echo("{}")).statusCode(202));
    }

    /** The first refusal: the quota was let in before it, and what came to it meanwhile. */
    private static Response refusedAfterTheQuota(Supplier<Response> request) {
        var begun = System.nanoTime();
        for (var let = 0; ; let++) {
            var answer = request.get();
            if (answer.statusCode() == 429) {
                assertThat(let).isBetween(QUOTA, QUOTA + secondsSince(begun));
                return answer;
            }
            assertThat(let).as("requests let in").isLessThan(100);
        }
    }

    private static int secondsSince(long begun) {
        return (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
    }

    private RequestSpecification as(Owner caller) {
        return given().auth().oauth2(token(caller)).accept("*/*");
    }

    private double limited(String limit) {
        var counter =
                meters.find("countersign.intake.limited").tag("limit", limit).counter();
        return counter == null ? 0 : counter.count();
    }

    /** An intent of so many bytes. */
    private static String body(int length) {
        var body = echo("{}");
        return body + " ".repeat(length - body.length());
    }
}
