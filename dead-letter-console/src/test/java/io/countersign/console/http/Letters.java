package io.countersign.console.http;

import io.countersign.console.log.PlayedBroker;
import io.countersign.console.log.PlayedBroker.Received;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.Cause;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Origin;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.RecordHeader;
import io.countersign.v1.Reply;
import io.countersign.v1.ReviewDecision;
import io.countersign.v1.SideEffect;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Letters about records rather than intents, and how the broker closes them. */
final class Letters {
    private static final String HASH = "0".repeat(64);

    private Letters() {}

    static DeadLetter unreadable(String tenant, String topic, byte[] value) {
        return letter(tenant, "decode", LetterCategory.UNREADABLE, "UNREADABLE")
                .setRawKey(ByteBuffer.wrap("not an owner".getBytes(StandardCharsets.UTF_8)))
                .setRawValue(ByteBuffer.wrap(value))
                .setOrigin(new Origin(
                        topic,
                        2,
                        7L,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        List.of(new RecordHeader("x-tool", ByteBuffer.wrap("kcat".getBytes(StandardCharsets.UTF_8))))))
                .build();
    }

    /** Unreadable bytes of which nobody knows whose they are. */
    static DeadLetter nobodys(byte[] value) {
        var letter = unreadable("", Topics.SUBMITTED, value);
        letter.setTenant(null);
        return letter;
    }

    static DeadLetter of(String tenant, String stage, LetterCategory category, String code) {
        return letter(tenant, stage, category, code).build();
    }

    private static DeadLetter.Builder letter(String tenant, String stage, LetterCategory category, String code) {
        return DeadLetter.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setTenant(tenant)
                .setCategory(category)
                .setReasons(List.of(new ReasonText(code, null, "told by a test")))
                .setStage(stage)
                .setSideEffect(SideEffect.NONE)
                .setOrigin(new Origin(
                        Topics.approved("orders.refund"),
                        0,
                        3L,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        List.of()));
    }

    static JsonPath await(String id, String token) {
        var address = "/v1/letters/" + id;
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        RestAssured.given().auth().oauth2(token).get(address).statusCode() == 200);
        return RestAssured.given().auth().oauth2(token).get(address).jsonPath();
    }

    /** What policy-stream writes when a review ends a letter that is about no live intent. */
    static void close(PlayedBroker broker, Received review, String letterId) {
        broker.event(IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(Owner.brokerKey(review.at().partition()))
                .setSequence(1)
                .setPreviousHash(HASH)
                .setHash(HASH)
                .setCause(new Cause(
                        Topics.REVIEWS, review.at().partition(), review.at().offset(), null))
                .setReasons(List.of(new ReasonFact(
                        review.review().getDecision() == ReviewDecision.RETRY ? "LETTER_RETRIED" : "LETTER_DISCARDED",
                        null)))
                .setActor(review.review().getReviewer())
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setLetterId(letterId)
                .build());
    }

    static Reply accept(Received review) {
        return Reply.newBuilder()
                .setRequestId(review.requestId())
                .setAccepted(true)
                .build();
    }
}
