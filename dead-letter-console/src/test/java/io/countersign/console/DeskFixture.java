package io.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.console.log.PlayedBroker;
import io.countersign.console.log.PlayedBroker.Received;
import io.countersign.console.log.Story;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of the running desk needs: the broker that it plays, people, and the API. */
public abstract class DeskFixture {
    protected static final Duration SOON = Duration.ofSeconds(20);

    protected PlayedBroker broker;
    protected DevelopmentIdentity identity;

    /** A tenant of the test's own, so that tests do not see each other's letters. */
    protected final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void openBroker() {
        broker = new PlayedBroker(setting("COUNTERSIGN_KAFKA"), setting("COUNTERSIGN_REGISTRY"));
        identity = DevelopmentIdentity.in(Path.of(setting("test.keys")));
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    protected static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    protected String token(String user, String... roles) {
        return identity.token(TokenRequest.person(tenant, user, roles));
    }

    protected String reviewer() {
        return token("rita", "countersign-reviewer", "finance");
    }

    protected static RequestSpecification as(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    protected Story refund() {
        return broker.story(tenant, "ana", "refund-bot", "orders.refund", "{\"amount\":250,\"order\":\"A1\"}")
                .summary("Refund 250 EUR on order A1")
                .because("RULE", "refunds-above-100-need-a-person", "amount 250 is above 100");
    }

    /** The letter of that intent, once it is there and as wanted. */
    protected JsonPath letter(Story story, Predicate<JsonPath> wanted) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
            var found = found(story);
            return found.statusCode() == 200 && wanted.test(found.jsonPath());
        });
        return found(story).jsonPath();
    }

    protected JsonPath letter(Story story) {
        return letter(story, json -> json.getLong("version") == story.version());
    }

    private Response found(Story story) {
        return as(reviewer()).get("/v1/letters/" + rowId(story));
    }

    protected static String rowId(Story story) {
        return new io.countersign.console.desk.IntentKey(story.owner(), story.id()).rowId();
    }

    protected static Response review(String token, JsonPath letter, String decision, String comment) {
        return review(as(token), letter, decision, comment);
    }

    protected static Response review(RequestSpecification as, JsonPath letter, String decision, String comment) {
        return as.contentType("application/json")
                .body(java.util.Map.of(
                        "decision",
                        decision,
                        "expectedVersion",
                        letter.getLong("version"),
                        "digest",
                        letter.getString("digest") == null ? "" : letter.getString("digest"),
                        "comment",
                        comment))
                .post("/v1/letters/" + letter.getString("id") + "/reviews");
    }

    protected Received onlyReviewOf(Story story) {
        var reviews = broker.reviews().stream()
                .filter(review -> story.id().equals(review.review().getIntentId()))
                .toList();
        assertThat(reviews).hasSize(1);
        return reviews.getFirst();
    }
}
