package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.chaos.Product;
import io.countersign.contract.IntentIds;
import io.countersign.stack.identity.TokenRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions at the door, on the real broker: opened and ended by a user, used by an agent, decided by policy-stream. */
@ExtendWith(SharedProduct.Giver.class)
final class SessionsIT {

    private static final TokenRequest ANA = TokenRequest.person(Product.TENANT, "ana", "support");

    private static Product product;
    private static Door ana;
    private static Door bot;
    private static Door otherBot;
    private static Door bo;

    @BeforeAll
    @SuppressWarnings("NullAway.Init")
    static void begin(SharedProduct shared) {
        product = shared.with(SharedProduct.WORK);
        ana = new Door(product, ANA);
        bot = new Door(product, ANA.through("bot"));
        otherBot = new Door(product, ANA.through("other-bot"));
        bo = new Door(product, TokenRequest.person(Product.TENANT, "bo", "support"));
    }

    @AfterAll
    static void end() {
        List.of(ana, bot, otherBot, bo).forEach(Door::close);
    }

    @Test
    void an_intent_runs_in_a_session_that_covers_it_and_is_shown_with_it() throws Exception {
        var session = open("{\"action\":\"work.safe\",\"when\":\"parameters.n < 10\"}");

        var done = bot.post("/v1/intents", work("work.safe", 7, session), "Prefer", "wait=30");

        assertThat(done.status()).as("%s", done).isEqualTo(200);
        assertThat(done.text("state")).isEqualTo("SUCCEEDED");
        assertThat(done.text("session")).isEqualTo(session);
        assertThat(bot.get("/v1/intents/" + done.text("id")).text("session")).isEqualTo(session);
        assertThat(bot.get("/v1/intents").body().path("items"))
                .extracting(item -> item.path("session").asText())
                .contains(session);
    }

    @Test
    void what_its_conditions_do_not_cover_is_refused_and_recorded() throws Exception {
        var session = open("{\"action\":\"work.safe\",\"when\":\"parameters.n < 10\"}");

        var tooMuch = bot.post("/v1/intents", work("work.safe", 10, session));
        var another = bot.post("/v1/intents", work("work.once", 1, session));

        assertRefused(tooMuch, "NOT_GRANTED");
        assertThat(tooMuch.text("detail")).contains("parameters.n < 10");
        assertRefused(another, "NOT_GRANTED");
        assertThat(bot.get("/v1/intents/" + tooMuch.text("id")).text("state")).isEqualTo("REJECTED");
    }

    @Test
    void what_needs_a_session_is_refused_without_one_and_handed_over_in_one() throws Exception {
        assertRefused(bot.post("/v1/intents", work("task.mail", 1, null)), "SESSION_REQUIRED");
        assertThat(names(bot.get("/v1/actions"), "actions")).doesNotContain("task.mail");
        assertThat(names(bot.get("/v1/actions"), "needSession")).containsExactly("task.mail");

        var session = open("{\"action\":\"task.*\"}");

        assertThat(names(bot.get("/v1/actions?session=" + session), "actions")).containsExactly("task.mail");
        var allowed = bot.post("/v1/intents", work("task.mail", 1, session));
        assertThat(allowed.status()).as("%s", allowed).isEqualTo(202);
        assertThat(allowed.text("state")).isEqualTo("APPROVED");
    }

    @Test
    void a_session_is_nobodys_but_its_owners_and_its_agents() throws Exception {
        var session = open("{\"action\":\"work.*\"}");

        for (var stranger : List.of(otherBot, bo)) {
            assertRefused(stranger.post("/v1/intents", work("work.safe", 1, session)), "SESSION_UNKNOWN");
            assertRefused(stranger.get("/v1/actions?session=" + session), "SESSION_UNKNOWN");
        }
        assertRefused(bot.post("/v1/intents", work("work.safe", 1, IntentIds.random())), "SESSION_UNKNOWN");
    }

    @Test
    void an_agent_neither_opens_nor_ends_a_session() throws Exception {
        assertRefused(bot.post("/v1/sessions", "{\"grants\":[{\"action\":\"work.*\"}]}"), "NOT_GRANTED");

        var session = open("{\"action\":\"work.*\"}");

        assertRefused(bot.delete("/v1/sessions/" + session), "NOT_GRANTED");
        assertThat(names(bot.get("/v1/actions?session=" + session), "actions")).contains("work.safe");
    }

    @Test
    void a_session_that_was_ended_takes_nothing_and_ending_it_again_changes_nothing() throws Exception {
        var session = open("{\"action\":\"work.*\"}");

        assertThat(ana.delete("/v1/sessions/" + session).status()).isEqualTo(204);
        assertRefused(bot.post("/v1/intents", work("work.safe", 1, session)), "SESSION_UNKNOWN");
        assertRefused(bot.get("/v1/actions?session=" + session), "SESSION_UNKNOWN");

        assertThat(ana.delete("/v1/sessions/" + session).status()).isEqualTo(204);
        assertThat(bo.delete("/v1/sessions/" + session).status()).isEqualTo(404);
        assertThat(ana.delete("/v1/sessions/" + IntentIds.random()).status()).isEqualTo(404);
    }

    @Test
    void what_is_held_in_a_session_that_was_ended_says_so_until_it_is_cancelled() throws Exception {
        var session = open("{\"action\":\"work.*\"}");
        var id = bot.post("/v1/intents", work("work.asked", 1, session)).text("id");
        assertThat(bot.get("/v1/intents/" + id).body().has("sessionEnded")).isFalse();

        assertThat(ana.delete("/v1/sessions/" + session).status()).isEqualTo(204);

        var held = bot.get("/v1/intents/" + id);
        assertThat(held.text("state")).isEqualTo("HELD");
        assertThat(held.body().path("sessionEnded").asBoolean()).isTrue();

        var cancelled = bot.delete("/v1/intents/" + id);
        assertThat(cancelled.status()).as("%s", cancelled).isEqualTo(202);
        assertThat(cancelled.text("state")).isEqualTo("CANCELLED");
        assertThat(bot.delete("/v1/intents/" + id).text("code")).isEqualTo("ENDED");
        assertThat(bot.get("/v1/intents/" + id).body().has("sessionEnded")).isFalse();
    }

    @Test
    void a_condition_that_does_not_compile_opens_nothing_and_a_repeat_of_a_key_opens_no_other() throws Exception {
        var broken = ana.post("/v1/sessions", sessionOf("{\"action\":\"work.*\",\"when\":\"parameters.n <\"}"));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.text("code")).isEqualTo("MALFORMED");

        var grant = sessionOf("{\"action\":\"work.*\"}");
        var first = ana.post("/v1/sessions", grant, "Idempotency-Key", "one-task");
        var again = ana.post("/v1/sessions", grant, "Idempotency-Key", "one-task");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("session")).isEqualTo(first.text("session")).isNotEmpty();
    }

    /** Ana opens a session for her bot. */
    private static String open(String grant) throws IOException, InterruptedException {
        var opened = ana.post("/v1/sessions", sessionOf(grant));
        assertThat(opened.status()).as("%s", opened).isEqualTo(201);
        return opened.text("session");
    }

    private static String sessionOf(String grant) {
        return "{\"grants\":[" + grant + "],\"agent\":\"bot\",\"ttl\":\"10m\"}";
    }

    private static String work(String action, int number, @Nullable String session) {
        var named = session == null ? "" : ",\"session\":\"" + session + "\"";
        return "{\"action\":\"" + action + "\",\"parameters\":{\"n\":" + number + "}" + named + "}";
    }

    private static void assertRefused(Door.Answer answer, String code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static List<String> names(Door.Answer answer, String member) {
        return answer.body()
                .path(member)
                .valueStream()
                .map(action -> action.path("name"))
                .map(JsonNode::asText)
                .toList();
    }
}
