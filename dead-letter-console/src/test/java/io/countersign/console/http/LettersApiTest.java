package io.countersign.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.desk.Words;
import io.countersign.console.projection.Cursor;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.ReviewDecision;
import io.countersign.v1.SideEffect;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class LettersApiTest extends DeskFixture {

    @Test
    void a_held_intent_lies_at_the_desk_with_everything_a_reviewer_must_know() {
        var story = refund().approval(1, "finance")
                .justification("the customer is angry")
                .held();

        var letter = letter(story);

        assertThat(letter.getString("state")).isEqualTo("HELD");
        assertThat(letter.getString("headline")).isEqualTo("Refund 250 EUR on order A1");
        assertThat(letter.getString("agent")).isEqualTo("refund-bot");
        assertThat(letter.getString("user")).isEqualTo("ana");
        assertThat(letter.getInt("parameters.amount")).isEqualTo(250);
        assertThat(letter.getString("reasons[0].message")).isEqualTo("amount 250 is above 100");
        assertThat(letter.getString("reasons[0].rule")).isEqualTo("refunds-above-100-need-a-person");
        assertThat(letter.getString("sideEffect")).isEqualTo("NONE");
        assertThat(letter.getString("digest")).isEqualTo(story.digest());
        assertThat(letter.getString("dueAt")).isNotNull();
        assertThat(letter.getList("quorum.groups")).isEqualTo(List.of("finance"));
        assertThat(letter.getList("decisions.findAll { it.offered }.decision")).isEqualTo(List.of("APPROVE", "REJECT"));
    }

    @Test
    void an_approval_is_a_review_bound_to_what_was_seen_and_the_row_follows_the_executor() {
        var story = refund().approval(1, "finance").held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.becomes("APPROVED", review).accept(review)));

        var answer = review(reviewer(), seen, "APPROVE", "order checked");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("state")).isEqualTo("APPROVED");
        var sent = onlyReviewOf(story);
        assertThat(sent.review().getDecision()).isEqualTo(ReviewDecision.APPROVE);
        assertThat(sent.review().getExpectedVersion()).isEqualTo(seen.getLong("version"));
        assertThat(sent.review().getDigest()).isEqualTo(story.digest());
        assertThat(sent.review().getReviewer()).isEqualTo("rita");
        assertThat(sent.review().getReviewerTenant()).isEqualTo(tenant);
        assertThat(sent.review().getReviewerRoles()).containsExactly("countersign-reviewer", "finance");
        assertThat(sent.review().getLetterId()).isEqualTo(seen.getString("letterId"));
        assertThat(sent.at().key()).isEqualTo(story.owner().key());
        assertThat(sent.requestId()).isEqualTo(answer.jsonPath().getString("reviewId"));
        assertThat(sent.header(Headers.TRACEPARENT)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");

        story.attempt().becomes("RUNNING").becomes("SUCCEEDED");

        var after = letter(story);
        assertThat(after.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(after.getBoolean("closed")).isTrue();
        assertThat(after.getString("sideEffect")).isEqualTo("CONFIRMED");
        assertThat(after.getString("timeline.find { it.to == 'APPROVED' }.comment"))
                .isEqualTo("order checked");
    }

    @Test
    void a_review_is_a_step_of_the_trace_that_its_request_names() {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var parent = "b7ad6b7169203331";

        assertThat(traceOf("00-" + trace + "-" + parent + "-00"))
                .matches("00-" + trace + "-(?!" + parent + ")[0-9a-f]{16}-00");
        assertThat(traceOf("00-" + trace + "-0000000000000000-00"))
                .as("no trace of W3C's")
                .matches("00-(?!" + trace + ")[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    private String traceOf(String traceparent) {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.becomes("APPROVED", review).accept(review)));
        as(reviewer())
                .contentType("application/json")
                .header("traceparent", traceparent)
                .body(Map.of(
                        "decision", "APPROVE", "expectedVersion", seen.getLong("version"), "digest", story.digest()))
                .post("/v1/letters/" + seen.getString("id") + "/reviews")
                .then()
                .statusCode(200);
        return onlyReviewOf(story).header(Headers.TRACEPARENT);
    }

    @Test
    void the_loser_of_two_reviewers_reads_who_did_what_and_when() {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review -> {
            if (review.review().getReviewer().equals("first")) {
                return Optional.of(story.becomes("REJECTED", review).accept(review));
            }
            return Optional.of(story.refuse(
                    review, "STALE", "first", "version 1 was read, and it is REJECTED at version 2, by first"));
        });

        var winner = review(token("first", "countersign-reviewer"), seen, "REJECT", "not this one");
        var loser = review(token("second", "countersign-reviewer"), seen, "APPROVE", "");

        assertThat(winner.statusCode()).isEqualTo(200);
        assertThat(loser.statusCode()).isEqualTo(409);
        assertThat(loser.contentType()).startsWith("application/problem+json");
        var problem = loser.jsonPath();
        assertThat(problem.getString("code")).isEqualTo("STALE");
        assertThat(problem.getString("actor")).isEqualTo("first");
        assertThat(problem.getString("did")).isEqualTo("Rejected by a reviewer");
        assertThat(problem.getString("at")).isNotNull();
        assertThat(problem.getString("title")).isEqualTo(Words.ofCode("STALE"));
        assertThat(problem.getString("detail"))
                .matches("first was first: rejected by a reviewer at [^.]+ UTC\\. Comment: “not this one”\\."
                        + " The intent is now rejected\\.");
        assertThat(letter(story).getBoolean("closed")).isTrue();
    }

    @Test
    void who_names_a_digest_that_the_intent_never_had_is_not_told_that_it_changed() {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.refuse(
                review, "DIGEST_UNKNOWN", null, "the review names another digest than that of the intent")));

        var answer = as(reviewer())
                .contentType("application/json")
                .body(Map.of(
                        "decision", "APPROVE", "expectedVersion", seen.getLong("version"), "digest", "0".repeat(64)))
                .post("/v1/letters/" + seen.getString("id") + "/reviews");

        assertThat(answer.statusCode()).isEqualTo(422);
        var problem = answer.jsonPath();
        assertThat(problem.getString("code")).isEqualTo("DIGEST_UNKNOWN");
        assertThat(problem.getString("title")).isEqualTo(Words.ofCode("DIGEST_UNKNOWN"));
        assertThat(problem.getString("detail"))
                .isEqualTo("the review names another digest than that of the intent. The intent stays held.");
        assertThat(problem.getString("did")).isNull();
    }

    @Test
    void of_what_is_not_offered_nobody_is_asked_for_a_comment() {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review ->
                Optional.of(story.refuse(review, "NOT_OFFERED", "policy", "it is HELD, where nobody can CONFIRM")));

        var answer = review(reviewer(), seen, "CONFIRM", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("NOT_OFFERED");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_OFFERED, 409, 'it is HELD, where nobody can RETRY'",
        "VERSION_UNKNOWN, 422, 'the review names version 9, and the intent has come to 1'"
    })
    void where_nothing_has_changed_nobody_is_told_that_it_had(String code, int status, String words) {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.refuse(review, code, "policy", words)));

        var answer = review(reviewer(), seen, "RETRY", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        var problem = answer.jsonPath();
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("title")).isEqualTo(Words.ofCode(code)).doesNotContain("changed");
        assertThat(problem.getString("detail")).isEqualTo(words + ". The intent stays held.");
        assertThat(problem.getMap("")).doesNotContainKeys("actor", "did", "at");
    }

    @Test
    void who_approves_what_had_ended_when_it_was_read_is_not_told_that_somebody_was_first() {
        var story = refund().held();
        var read = letter(story);
        broker.answer(review -> Optional.of(story.becomes("REJECTED", review).accept(review)));
        review(token("first", "countersign-reviewer"), read, "REJECT", "");
        var seen = letter(story, letter -> letter.getString("state").equals("REJECTED"));
        broker.answer(
                review -> Optional.of(story.refuse(review, "ENDED", "first", "it is REJECTED at version 2, by first")));

        var answer = review(reviewer(), seen, "APPROVE", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("ENDED");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("it is REJECTED at version 2, by first. The intent stays rejected.");
    }

    @Test
    void what_waits_in_a_session_that_its_user_ended_is_not_offered_for_approval() {
        var ended = UUID.randomUUID().toString();
        var story = refund().in(ended).held();
        var another = refund().in(UUID.randomUUID().toString()).held();
        var late = refund().in(ended);
        broker.session(story.owner(), ended, "OPENED");
        broker.session(new Owner(tenant, "bob"), ended, "REVOKED");
        assertThat(offered(letter(story))).isEqualTo(List.of("APPROVE", "REJECT"));

        broker.session(story.owner(), ended, "REVOKED");

        var letter = letter(story, json -> offered(json).equals(List.of("REJECT")));
        assertThat(letter.getString("decisions.find { it.decision == 'APPROVE' }.code"))
                .isEqualTo("SESSION_UNKNOWN");
        assertThat(letter.getString("decisions.find { it.decision == 'APPROVE' }.why"))
                .startsWith("Its user has ended the session that it is in");
        assertThat(offered(letter(late.held()))).as("a letter that comes later").isEqualTo(List.of("REJECT"));
        assertThat(offered(letter(another))).isEqualTo(List.of("APPROVE", "REJECT"));
        assertThat(as(reviewer()).get("/v1/letters?for=me").jsonPath().getInt("counts.total"))
                .isEqualTo(3);
    }

    private static List<String> offered(JsonPath letter) {
        return letter.getList("decisions.findAll { it.offered }.decision");
    }

    @Test
    void a_quorum_of_two_shows_who_has_voted_and_lets_nobody_vote_twice() {
        var story = refund().approval(2).held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.voted(review).accept(review)));

        var first = review(reviewer(), seen, "APPROVE", "");

        assertThat(first.statusCode()).isEqualTo(200);
        var now = letter(story);
        assertThat(now.getString("state")).isEqualTo("HELD");
        assertThat(now.getList("quorum.votes.reviewer")).isEqualTo(List.of("rita"));
        assertThat(now.getInt("quorum.needed")).isEqualTo(2);
        assertThat(now.getString("decisions.find { it.decision == 'APPROVE' }.code"))
                .isEqualTo("ALREADY_VOTED");
    }

    @Test
    void who_is_refused_by_policy_is_not_told_that_somebody_was_first() {
        var story = refund().approval(2).held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(
                review.review().getReviewer().equals("first")
                        ? story.voted(review).accept(review)
                        : story.refuse(review, "OVER_BUDGET", null, "0 of 500 are left")));
        review(token("first", "countersign-reviewer"), seen, "APPROVE", "");

        var answer = review(reviewer(), seen, "APPROVE", "");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("0 of 500 are left. The intent stays held.");
        assertThat(answer.jsonPath().getString("actor")).isNull();
    }

    @Test
    void nobody_approves_their_own() {
        var story = refund().held();
        var seen = letter(story);

        var answer = review(token("ana", "countersign-reviewer"), seen, "APPROVE", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("OWN_INTENT");
        assertThat(broker.reviews())
                .noneMatch(review -> story.id().equals(review.review().getIntentId()));
    }

    @Test
    void an_agent_reads_and_decides_nothing() {
        var story = refund().held();
        var seen = letter(story);
        var bot = identity.token(
                new TokenRequest(tenant, "rita", "bot", null, Set.of("countersign-reviewer", "finance")));

        var answer = review(bot, seen, "APPROVE", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("FORBIDDEN");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("Letters are people's to decide, and the client \"bot\" is an agent.");
        assertThat(broker.reviews())
                .noneMatch(review -> story.id().equals(review.review().getIntentId()));
        var read = as(bot).get("/v1/letters/" + rowId(story));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.jsonPath().getList("decisions.findAll { it.offered }")).isEmpty();
        assertThat(as(bot).get("/v1/overview").jsonPath().getLong("forCaller")).isZero();
    }

    @Test
    void only_the_rules_groups_vote() {
        var story = refund().approval(1, "finance").held();
        var seen = letter(story);

        var answer = review(token("otto", "countersign-reviewer", "legal"), seen, "APPROVE", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("NOT_A_REVIEWER");
    }

    @Test
    void a_dead_one_is_retried_and_a_repeat_of_its_key_is_the_same_command() {
        var story = refund().dead();
        var seen = letter(story);
        broker.answer(review -> Optional.of(story.accept(review)));

        for (var i = 0; i < 2; i++) {
            assertThat(keyed("click-1", seen, "RETRY").statusCode()).isEqualTo(200);
        }

        var ids = broker.reviews().stream()
                .filter(review -> story.id().equals(review.review().getIntentId()))
                .map(review -> review.review().getReviewId());
        assertThat(ids.distinct()).hasSize(1);
    }

    @Test
    void who_repeats_a_decision_under_its_key_is_not_told_that_somebody_was_first() {
        var story = refund().held();
        var seen = letter(story);
        broker.answer(review -> Optional.of(
                story.version() == seen.getLong("version")
                        ? story.becomes("REJECTED", review).accept(review)
                        : story.refuse(review, "ENDED", "rita", "it is REJECTED at version 2, by rita")));

        var first = keyed("click-2", seen, "REJECT");
        var again = keyed("click-2", seen, "REJECT");
        var another = keyed("click-3", seen, "REJECT");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getString("reviewId"))
                .isEqualTo(first.jsonPath().getString("reviewId"));
        assertThat(again.jsonPath().getString("state")).isEqualTo("REJECTED");
        assertThat(another.statusCode()).isEqualTo(409);
        assertThat(another.jsonPath().getString("code")).isEqualTo("ENDED");
    }

    private Response keyed(String key, JsonPath letter, String decision) {
        return review(as(reviewer()).header("Idempotency-Key", key), letter, decision, "");
    }

    @Test
    void what_may_have_happened_is_decided_with_a_comment_only() {
        var story = refund().attempt()
                .becomes("RUNNING")
                .becomes("UNKNOWN")
                .letter(LetterCategory.UNKNOWN, SideEffect.UNKNOWN);
        var seen = letter(story);

        for (var decision : List.of("DISCARD", "CONFIRM", "RETRY")) {
            var answer = review(reviewer(), seen, decision, "  ");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("code")).isEqualTo("COMMENT_REQUIRED");
            assertThat(answer.jsonPath().getString("detail")).contains("needs a comment");
        }
        assertThat(broker.reviews())
                .noneMatch(review -> story.id().equals(review.review().getIntentId()));
        assertThat(seen.getList("decisions.findAll { it.needsComment && it.offered }.decision"))
                .isEqualTo(List.of("CONFIRM", "DISCARD", "RETRY"));
    }

    @Test
    void the_bytes_of_an_unreadable_letter_go_back_where_they_came_from() {
        var bytes = new byte[] {0, 0, 0, 0, 99, 7, -1};
        var letter = Letters.unreadable(tenant, Topics.SUBMITTED, bytes);
        broker.letter(null, letter);
        var seen = Letters.await(letter.getId(), reviewer());
        broker.answer(review -> {
            Letters.close(broker, review, letter.getId());
            return Optional.of(Letters.accept(review));
        });

        var answer = review(reviewer(), seen, "RETRY", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("state")).isEqualTo("RETURNED");
        var sent = broker.reviews().stream()
                .filter(review -> letter.getId().equals(review.review().getLetterId()))
                .findFirst()
                .orElseThrow();
        assertThat(sent.review().getRaw().getTopic()).isEqualTo(Topics.SUBMITTED);
        assertThat(sent.review().getRaw().getValue().array()).isEqualTo(bytes);
        assertThat(sent.review().getIntentId()).isNull();
        assertThat(sent.at().key()).isEqualTo(letter.getId());
    }

    @Test
    void letters_of_the_executor_can_only_be_discarded_and_a_discarded_one_is_closed() {
        var letter = Letters.of(tenant, "executor", LetterCategory.FAILED, "SIGNATURE_INVALID");
        broker.letter(null, letter);
        var seen = Letters.await(letter.getId(), reviewer());
        broker.answer(review -> {
            Letters.close(broker, review, letter.getId());
            return Optional.of(Letters.accept(review));
        });

        var retry = review(reviewer(), seen, "RETRY", "");
        var discard = review(reviewer(), seen, "DISCARD", "a forged approval, told security");

        assertThat(retry.statusCode()).isEqualTo(409);
        assertThat(retry.jsonPath().getString("code")).isEqualTo("NOT_OFFERED");
        assertThat(discard.statusCode()).isEqualTo(200);
        assertThat(discard.jsonPath().getString("state")).isEqualTo("DISCARDED");
        assertThat(discard.jsonPath().getBoolean("letter.closed")).isTrue();
    }

    @Test
    void the_list_is_narrowed_by_every_filter_and_its_counts_match() {
        var held = refund().held();
        refund().because("OVER_BUDGET", "chat-tokens", "0 left")
                .becomes("REJECTED")
                .letter(LetterCategory.REJECTED, SideEffect.NONE);
        var refused = refund().because("RULE", "no-mass-deletion", "never")
                .becomes("REJECTED")
                .letter(LetterCategory.REJECTED, SideEffect.NONE);
        letter(held);
        letter(refused);

        assertThat(ids("")).containsExactlyInAnyOrder(rowId(held), rowId(refused));
        assertThat(ids("?view=budget")).hasSize(1).doesNotContain(rowId(held));
        assertThat(ids("?category=HELD")).containsExactly(rowId(held));
        assertThat(ids("?state=REJECTED")).containsExactly(rowId(refused));
        assertThat(ids("?rule=no-mass-deletion")).containsExactly(rowId(refused));
        assertThat(ids("?code=RULE&action=orders.refund&agent=refund-bot&user=ana&q=order%20never"))
                .containsExactly(rowId(refused));
        assertThat(ids("?tenant=somebody-elses")).isEmpty();
        assertThat(ids("?q=%25")).isEmpty();
        var counts =
                as(reviewer()).get("/v1/letters?category=HELD&tenant=" + tenant).jsonPath();
        assertThat(counts.getInt("counts.total")).isEqualTo(1);
        assertThat(counts.getInt("counts.categories.REJECTED")).isEqualTo(1);
        assertThat(counts.getInt("counts.views.all")).isEqualTo(1);
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition_in_both_orders() {
        for (var i = 0; i < 7; i++) {
            letter(refund().held());
        }
        for (var order : List.of("newest", "due")) {
            var seen = new java.util.ArrayList<String>();
            String cursor = null;
            do {
                var page = as(reviewer())
                        .get("/v1/letters?limit=3&tenant=" + tenant + "&order=" + order
                                + (cursor == null ? "" : "&cursor=" + cursor))
                        .jsonPath();
                seen.addAll(page.getList("items.id", String.class));
                cursor = page.getString("cursor");
            } while (cursor != null);
            assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_broker_that_does_not_answer_leaves_the_decision_open_and_says_so() {
        var story = refund().held();
        var seen = letter(story);

        var answer = review(reviewer(), seen, "REJECT", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("UNANSWERED");
        assertThat(answer.jsonPath().getString("title")).isEqualTo("It is sent, and not answered yet.");
        assertThat(answer.jsonPath().getString("detail"))
                .contains("Read the letter")
                .doesNotContain("card");
        onlyReviewOf(story);
    }

    @Test
    void bad_requests_are_told_what_is_wrong() {
        var letter = letter(refund().held());
        var address = "/v1/letters/" + letter.getString("id") + "/reviews";

        for (var body : List.of(
                "",
                "{",
                "[]",
                "{\"decision\":\"EXPLODE\",\"expectedVersion\":1}",
                "{\"decision\":\"APPROVE\"}",
                "{\"decision\":\"APPROVE\",\"expectedVersion\":\"x\"}",
                "{\"decision\":\"APPROVE\",\"expectedVersion\":\"1\"}",
                "{\"decision\":\"APPROVE\",\"expectedVersion\":1.5}")) {
            var answer =
                    as(reviewer()).contentType("application/json").body(body).post(address);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.jsonPath().getString("code")).as(body).isEqualTo("MALFORMED");
        }
        for (var query :
                List.of("?category=X", "?state=Y", "?view=z", "?order=up", "?cursor=!!", "?limit=x", "?q=a%00b")) {
            var answer = as(reviewer()).urlEncodingEnabled(false).get("/v1/letters" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
        }
        assertThat(as(reviewer()).get("/v1/letters/none").statusCode()).isEqualTo(404);
    }

    @Test
    void an_id_that_no_letter_can_have_is_not_there() {
        for (var address : List.of(
                "/v1/letters/%00",
                "/v1/letters/a%00b", "/letters/%00", "/letters/%00/line", "/letters/%00/raw/value")) {
            var answer = as(reviewer()).urlEncodingEnabled(false).get(address);
            assertThat(answer.statusCode()).as(address).isEqualTo(404);
            assertThat(answer.jsonPath().getString("code")).as(address).isEqualTo("NOT_FOUND");
        }
        var decided = as(reviewer())
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"decision\":\"DISCARD\",\"expectedVersion\":1,\"comment\":\"gone\"}")
                .post("/v1/letters/%00/reviews");
        assertThat(decided.statusCode()).isEqualTo(404);
        var nul = new Cursor(Instant.EPOCH, "a\0b").text();
        assertThat(as(reviewer()).get("/v1/letters?cursor=" + nul).statusCode()).isEqualTo(400);
    }

    /** Of this test's tenant. */
    private List<String> ids(String query) {
        var own = query.contains("tenant=") ? query : query + (query.isEmpty() ? "?" : "&") + "tenant=" + tenant;
        return as(reviewer())
                .urlEncodingEnabled(false)
                .get("/v1/letters" + own)
                .jsonPath()
                .getList("items.id", String.class);
    }
}
