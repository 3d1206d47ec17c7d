package io.countersign.console.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.log.Story;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Origin;
import io.countersign.v1.ReasonText;
import io.countersign.v1.SideEffect;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class ProjectionTest extends DeskFixture {

    @ParameterizedTest
    @ValueSource(strings = {Topics.EVENTS, Topics.CONTENTS, Topics.DEAD_LETTER})
    void a_record_that_nobody_can_read_becomes_a_row_with_its_bytes_and_stops_nothing(String topic) {
        var owner = new Owner(tenant, "ana");
        var poison = ("poison " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        broker.bytes(topic, owner.key(), poison);
        broker.bytes(topic, owner.key(), new byte[] {0, 127, 127, 127, 127, 1});
        broker.bytes(topic, "nobody", poison);
        var story = refund().held();

        assertThat(letter(story).getString("state")).isEqualTo("HELD");

        var wanted = Base64.getEncoder().encodeToString(poison);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(unreadableOn(topic))
                        .filteredOn(letter -> wanted.equals(letter.getString("origin.rawValue")))
                        .hasSize(2));
        assertThat(unreadableOn(topic)).allSatisfy(letter -> {
            assertThat(letter.getString("stage")).isEqualTo("desk");
            assertThat(letter.getList("decisions.findAll { it.offered }.decision"))
                    .isEqualTo(List.of("DISCARD"));
        });
    }

    @Test
    void bytes_under_an_owners_key_are_shown_to_that_tenant_alone() {
        var owner = new Owner(tenant, "ana");
        var executors = letterWithId(UUID.randomUUID().toString());
        executors.setRawKey(ByteBuffer.wrap(owner.key().getBytes(StandardCharsets.UTF_8)));
        broker.letter(null, executors);
        broker.bytes(Topics.CONTENTS, owner.contentKey("an-id"), "poison".getBytes(StandardCharsets.UTF_8));
        var stranger = identity.token(TokenRequest.person("other", "eve", "countersign-reviewer"));

        await().atMost(SOON).until(() -> letterOf(executors).statusCode() == 200);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(as(reviewer())
                                .get("/v1/letters?view=all&category=UNREADABLE&tenant=" + tenant)
                                .jsonPath()
                                .getInt("counts.total"))
                        .isEqualTo(2));
        assertThat(letterOf(executors).jsonPath().getString("tenant")).isEqualTo(tenant);
        var address = "/v1/letters/" + executors.getId();
        assertThat(as(stranger).get(address).statusCode()).isEqualTo(404);
        assertThat(as(stranger)
                        .get("/v1/letters?view=all&tenant=" + tenant)
                        .jsonPath()
                        .getInt("counts.total"))
                .isZero();
        assertThat(as(operator()).get(address).statusCode()).isEqualTo(200);
    }

    @Test
    void a_letter_that_is_nobodys_is_there_for_operators_alone() {
        var nobodys = letterWithId(UUID.randomUUID().toString());
        broker.letter(null, nobodys);
        var address = "/v1/letters/" + nobodys.getId();
        await().atMost(SOON).until(() -> as(operator()).get(address).statusCode() == 200);
        var seen = as(operator()).get(address).jsonPath();
        var row = seen.getString("id");

        assertThat(seen.getString("tenant")).isNull();
        assertThat(idsSeenBy(operator())).contains(row);
        assertThat(as(operator()).get("/letters/" + row + "/raw/value").statusCode())
                .isEqualTo(200);
        for (var other : List.of(reviewer(), token("audrey", "countersign-auditor"))) {
            for (var path : List.of(
                    address, "/letters/" + row, "/letters/" + row + "/line", "/letters/" + row + "/raw/value")) {
                assertThat(as(other).get(path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(idsSeenBy(other)).doesNotContain(row);
            assertThat(as(other).get("/v1/letters?view=all").jsonPath().getInt("counts.total"))
                    .isZero();
            assertThat(as(other).get("/v1/overview").jsonPath().getList("standings"))
                    .isEmpty();
        }
        for (var decision : List.of("RETRY", "DISCARD")) {
            assertThat(review(reviewer(), seen, decision, "not mine").statusCode())
                    .isEqualTo(404);
        }
        assertThat(broker.reviews())
                .noneMatch(review -> nobodys.getId().equals(review.review().getLetterId()));
    }

    private String operator() {
        return identity.token(TokenRequest.person("other", "olga", "countersign-reviewer", "countersign-operator"));
    }

    private List<String> idsSeenBy(String token) {
        return as(token)
                .get("/v1/letters?limit=500&view=all&category=UNREADABLE")
                .jsonPath()
                .getList("items.id", String.class);
    }

    @Test
    void a_review_that_nobody_can_read_is_left_to_policy_stream() {
        broker.bytes(Topics.REVIEWS, new Owner(tenant, "ana").key(), "not a review".getBytes(StandardCharsets.UTF_8));
        var story = refund().held();

        letter(story);

        assertThat(unreadableOn(Topics.REVIEWS)).isEmpty();
    }

    @Test
    void a_tombstone_on_the_letters_is_a_row_and_one_on_the_contents_an_erasure() {
        var story = refund().held();
        letter(story);
        await().atMost(SOON).until(() -> wordings(story) == 1);

        broker.bytes(Topics.DEAD_LETTER, story.owner().key(), null);
        broker.content(story.owner(), story.id(), null);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(unreadableOn(Topics.DEAD_LETTER))
                        .anySatisfy(letter -> assertThat(letter.getString("reasons[0].message"))
                                .contains("there is no value")));
        await().atMost(SOON).until(() -> wordings(story) == 0);
    }

    @Test
    void a_record_that_the_database_cannot_hold_becomes_a_row_and_the_others_of_its_batch_stay() {
        var marker = UUID.randomUUID().toString().substring(0, 8);
        broker.letter(null, letterWithId("nul\0" + marker));
        var story = refund().held();

        assertThat(letter(story).getString("state")).isEqualTo("HELD");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(unreadableOn(Topics.DEAD_LETTER))
                        .anySatisfy(letter -> {
                            assertThat(letter.getString("reasons[0].message")).contains("cannot be stored");
                            assertThat(bytesOf(letter)).contains(marker);
                        }));
    }

    @Test
    void text_with_the_one_character_that_postgresql_refuses_is_kept() {
        var story = refund().summary("Refund\0 it")
                .justification("a\0b")
                .because("RULE", "r\0", "m\0")
                .held();

        var letter = letter(story, json -> "Refund\0 it".equals(json.getString("headline")));

        assertThat(letter.getString("justification")).isEqualTo("a\0b");
        assertThat(letter.getString("reasons[0].rule")).isEqualTo("r\0");
    }

    @Test
    void the_same_letter_written_twice_is_one_arrival_and_one_that_dies_again_a_second() {
        var once = letterWithId(UUID.randomUUID().toString());
        broker.letter(null, once);
        broker.letter(null, once);
        var story = refund().dead()
                .attempt()
                .becomes("APPROVED")
                .becomes("DEAD")
                .letter(LetterCategory.FAILED, SideEffect.NONE);

        assertThat(letter(story, json -> json.getInt("arrivals") == 2).getString("state"))
                .isEqualTo("DEAD");
        var own = as(reviewer())
                .get("/v1/letters?view=all&user=ana&tenant=" + tenant)
                .jsonPath();
        assertThat(own.getInt("counts.total")).isEqualTo(1);
        await().atMost(SOON).until(() -> letterOf(once).statusCode() == 200);
        assertThat(letterOf(once).jsonPath().getInt("arrivals")).isEqualTo(1);
    }

    @Test
    void a_letter_is_found_by_the_id_that_it_has_on_the_topic_too() {
        var letter = letter(refund().held());

        var byTopicId = as(reviewer())
                .get("/v1/letters/" + letter.getString("letterId"))
                .jsonPath();

        assertThat(byTopicId.getString("id")).isEqualTo(letter.getString("id"));
    }

    private io.restassured.response.Response letterOf(DeadLetter letter) {
        return as(operator()).get("/v1/letters/" + letter.getId());
    }

    private List<JsonPath> unreadableOn(String topic) {
        var ids = as(operator())
                .get("/v1/letters?limit=500&view=all&category=UNREADABLE&q=" + topic)
                .jsonPath()
                .getList("items.id", String.class);
        return ids.stream()
                .map(id -> as(operator()).get("/v1/letters/" + id).jsonPath())
                .filter(letter -> topic.equals(letter.getString("origin.topic")))
                .toList();
    }

    private static String bytesOf(JsonPath letter) {
        var base64 = letter.getString("origin.rawValue");
        return base64 == null ? "" : new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static long wordings(Story story) {
        return Rows.count("wordings where row_id = '" + rowId(story) + "'");
    }

    private static DeadLetter letterWithId(String id) {
        return DeadLetter.newBuilder()
                .setId(id)
                .setCategory(LetterCategory.UNREADABLE)
                .setReasons(List.of(new ReasonText("UNREADABLE", null, "told by a test")))
                .setStage("decode")
                .setSideEffect(SideEffect.NONE)
                .setOrigin(new Origin(Topics.SUBMITTED, 0, 1L, Instant.EPOCH, List.of()))
                .setRawValue(ByteBuffer.wrap(new byte[] {1}))
                .build();
    }
}
