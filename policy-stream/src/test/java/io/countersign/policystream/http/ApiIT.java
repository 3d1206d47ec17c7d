package io.countersign.policystream.http;

import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.BacktestMain;
import io.countersign.policystream.ReplayMain;
import io.countersign.policystream.policy.Bundle;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.SessionGrant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service on the real broker, asked over HTTP. */
@QuarkusTest
@QuarkusTestResource(Stack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ApiIT {

    private static final String BUNDLE = """
            kind: Action
            name: orders.refund
            title: Refund an order
            summary: "'Refund ' + text(parameters.amount)"
            parameters: {type: object, required: [amount], properties: {amount: {type: number}}}
            ---
            kind: Action
            name: orders.purge
            parameters: {type: object}
            ---
            kind: Rule
            name: no-large-refunds
            actions: [orders.refund]
            when: parameters.amount > 100
            verdict: reject
            reason: "'amount ' + text(parameters.amount) + ' is above 100'"
            ---
            kind: Grant
            name: support
            who: "'support' in principal.roles"
            actions: [orders.refund]
            session: optional
            ---
            kind: Grant
            name: operators
            who: "'operator' in principal.roles"
            actions: ["*"]
            session: optional
            ---
            kind: Grant
            name: archive
            who: "'archive' in principal.roles"
            actions: [orders.purge]
            session: required
            ---
            kind: Budget
            name: refunds
            who: "true"
            actions: [orders.refund]
            unit: requests
            window: 24h
            limit: "5"
            scope: user
            """;

    private final Api api = new Api();

    @AfterAll
    void end() {
        api.close();
    }

    @Test
    @Order(1)
    void before_a_first_policy_it_is_ready_and_says_that_there_is_none() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        api.as("ana").get("/v1/actions").then().statusCode(503).body("code", equalTo("NO_POLICY"));
        api.as("ana")
                .get("/v1/intents/x")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("NO_POLICY"));
        api.as("paul", "countersign-policy")
                .get("/v1/policy")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    @Order(2)
    void a_first_policy_is_in_force_when_every_partition_has_adopted_it() {
        api.yaml("paul", BUNDLE, "countersign-policy")
                .put("/v1/policy")
                .then()
                .statusCode(200)
                .body("version", equalTo(Bundle.hash(BUNDLE)))
                .body("missing", nullValue());
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    @Order(3)
    void the_policy_in_force_is_the_text_that_was_pushed() {
        var tag = api.as("paul", "countersign-policy")
                .get("/v1/policy")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .header("ETag", equalTo("\"" + Bundle.hash(BUNDLE) + "\""))
                .body(equalTo(BUNDLE))
                .extract()
                .header("ETag");

        api.as("paul", "countersign-auditor")
                .header("If-None-Match", tag)
                .get("/v1/policy")
                .then()
                .statusCode(304);
    }

    @Test
    @Order(3)
    void what_was_put_into_force_is_told_with_who_and_when() {
        api.as("paul", "countersign-auditor")
                .get("/v1/policy/versions")
                .then()
                .statusCode(200)
                .body("versions.version", contains(Bundle.hash(BUNDLE)))
                .body("versions[0].actor", equalTo("acme/paul"))
                .body("versions[0].at", notNullValue());
        api.as("paul", "countersign-policy")
                .get("/v1/policy/versions/" + Bundle.hash(BUNDLE))
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .header("ETag", equalTo("\"" + Bundle.hash(BUNDLE) + "\""))
                .body(equalTo(BUNDLE));
        api.as("paul", "countersign-policy")
                .get("/v1/policy/versions/nonsense")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
        api.as("ana").get("/v1/policy/versions").then().statusCode(403);
        api.as("ana").get("/v1/policy/versions/" + Bundle.hash(BUNDLE)).then().statusCode(403);
    }

    @Test
    @Order(3)
    void a_bundle_with_problems_names_their_lines_and_changes_nothing() {
        api.yaml("paul", BUNDLE + "---\nkind: Rule\nname: broken\nverdict: maybe\n", "countersign-policy")
                .put("/v1/policy")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("BUNDLE_INVALID"))
                .body("problems.line", hasItem(greaterThan(40)))
                .body("problems.message", notNullValue());

        api.as("paul", "countersign-policy")
                .get("/v1/policy")
                .then()
                .header("ETag", containsString(Bundle.hash(BUNDLE)));
    }

    @Test
    @Order(3)
    void a_bundle_is_yaml_of_at_most_sixteen_megabytes() {
        api.as("paul", "countersign-policy")
                .contentType("application/json")
                .body("{}")
                .put("/v1/policy")
                .then()
                .statusCode(415)
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        api.yaml("paul", "#".repeat(16 * 1024 * 1024 + 1), "countersign-policy")
                .put("/v1/policy")
                .then()
                .statusCode(413)
                .body("code", equalTo("TOO_LARGE"));
        api.as("paul", "countersign-policy")
                .contentType("application/yaml")
                .body(new byte[] {(byte) 0xff, (byte) 0xfe, 'a'})
                .put("/v1/policy")
                .then()
                .statusCode(400)
                .body("code", equalTo("MALFORMED"));
    }

    @Test
    @Order(3)
    void without_a_good_token_there_is_nothing_but_health() {
        var expired = claims();
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 600));
        var foreign = claims();
        foreign.setAudience("somebody-else");
        var unsigned = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes()) + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(claims().toJson().getBytes()) + ".";

        for (var path : Api.protectedPaths()) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .body("code", equalTo("UNAUTHENTICATED"));
            for (var token : new String[] {
                "nonsense",
                unsigned,
                api.identity().sign(expired),
                api.identity().sign(foreign)
            }) {
                given().auth().oauth2(token).get(path).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
            }
        }
        given().body("{}")
                .contentType("application/json")
                .put("/v1/freeze")
                .then()
                .statusCode(401);
        given().get("/q/health").then().statusCode(200);
    }

    @Test
    @Order(3)
    void a_token_that_names_nobody_is_no_token() {
        var nobody = claims();
        nobody.unsetClaim("tenant");

        given().auth()
                .oauth2(api.identity().sign(nobody))
                .get("/v1/intents")
                .then()
                .statusCode(401)
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    @Order(3)
    void roles_stand_before_policy_and_freeze() {
        api.yaml("ana", BUNDLE, "countersign-operator", "countersign-reviewer")
                .put("/v1/policy")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("FORBIDDEN"))
                .body("detail", equalTo("this needs the role countersign-policy, which the token does not have"));
        api.as("ana")
                .get("/v1/policy")
                .then()
                .statusCode(403)
                .body(
                        "detail",
                        equalTo("this needs the role countersign-policy or countersign-operator or"
                                + " countersign-auditor, which the token does not have"));
        api.as("ana", "countersign-policy")
                .contentType("application/json")
                .body("{\"scope\":\"all\",\"reason\":\"x\"}")
                .put("/v1/freeze")
                .then()
                .statusCode(403);
        api.as("ana", "countersign-policy")
                .delete("/v1/freeze?scope=all")
                .then()
                .statusCode(403);
        api.as("ana").get("/v1/freeze/running").then().statusCode(403);
        api.as("ana", "countersign-policy").get("/v1/freeze").then().statusCode(403);
    }

    @Test
    @Order(3)
    void paths_and_methods_that_are_not_there_are_problems_too() {
        api.as("ana").get("/v1/nothing").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        given().get("/nothing/at/all").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        api.as("ana")
                .delete("/v1/keys")
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    @Order(3)
    void actions_are_what_the_caller_may_do() {
        api.as("ana", "support")
                .get("/v1/actions")
                .then()
                .statusCode(200)
                .body("actions.name", contains("orders.refund"))
                .body("actions[0].title", equalTo("Refund an order"))
                .body("actions[0].effect", equalTo("destructive"))
                .body("actions[0].parameters.properties.amount.type", equalTo("number"))
                .body("actions[0].idempotent", equalTo(false));
        api.as("olga", "operator").get("/v1/actions").then().body("actions.name", hasSize(2));
        api.as("bo").get("/v1/actions").then().body("actions", empty());
    }

    @Test
    @Order(3)
    void what_needs_a_session_is_told_apart_from_what_does_not() {
        api.as("ari", "support", "archive")
                .get("/v1/actions")
                .then()
                .statusCode(200)
                .body("actions.name", contains("orders.refund"))
                .body("needSession.name", contains("orders.purge"));
    }

    @Test
    @Order(3)
    void in_a_session_actions_are_what_it_grants() throws Exception {
        var session = api.open(
                "ari",
                null,
                new SessionGrant("orders.purge", null),
                new SessionGrant("orders.r*", "parameters.amount <= 20.0"),
                new SessionGrant("orders.none", null));
        var path = "/v1/actions?session=" + session;

        await().untilAsserted(() ->
                api.as("ari", "support", "archive").get(path).then().statusCode(200));
        api.as("ari", "support", "archive")
                .get(path)
                .then()
                .body("session", equalTo(session))
                .body("until", notNullValue())
                .body("actions.name", contains("orders.purge", "orders.refund"))
                .body("actions[0].when", nullValue())
                .body("actions[1].when", contains("parameters.amount <= 20.0"))
                .body("needSession", nullValue());
        // a session grants nothing that its user's grants do not
        api.as("ari", "support").get(path).then().body("actions.name", contains("orders.refund"));

        api.end("ari", session);
        await().untilAsserted(() -> sessionUnknown(api.as("ari", "support").get(path)));
    }

    @Test
    @Order(3)
    void a_session_is_told_of_to_its_agent_and_to_who_opened_it() throws Exception {
        var session = api.open("ada", "bot", new SessionGrant("orders.refund", null));
        var path = "/v1/actions?session=" + session;

        await().untilAsserted(() -> api.agent("bot", "ada", "support")
                .get(path)
                .then()
                .statusCode(200)
                .body("actions.name", contains("orders.refund")));
        api.as("ada", "support").get(path).then().body("actions.name", contains("orders.refund"));
        sessionUnknown(api.agent("other", "ada", "support").get(path));
        sessionUnknown(api.agent("bot", "bo", "support").get(path));
        sessionUnknown(api.as("ada").get("/v1/actions?session=" + IntentIds.random()));
        sessionUnknown(api.as("ada").get("/v1/actions?session=nonsense"));
    }

    private static void sessionUnknown(Response response) {
        response.then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("SESSION_UNKNOWN"));
    }

    @Test
    @Order(3)
    void an_intent_is_shown_to_its_owner_and_to_nobody_else() throws Exception {
        var id = api.submit("ana", "orders.refund", "{\"amount\":99.99}", "support");

        await().untilAsserted(() ->
                api.as("ana").get("/v1/intents/" + id).then().statusCode(200).body("state", equalTo("APPROVED")));
        var shown = api.as("ana").get("/v1/intents/" + id);
        shown.then()
                .body("id", equalTo(id))
                .body("action", equalTo("orders.refund"))
                .body("summary", equalTo("Refund 99.99"))
                .body("attempt", equalTo(1))
                .body("submittedAt", notNullValue())
                .body("result", nullValue())
                .body("timeline", hasSize(1))
                .body("timeline[0].state", equalTo("APPROVED"));
        assertThat(shown.asString()).contains("\"parameters\":{\"amount\":99.99}");
        api.as("bo").get("/v1/intents/" + id).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        api.as("bo").get("/v1/intents").then().body("items.id", org.hamcrest.Matchers.not(hasItem(id)));
    }

    @Test
    @Order(3)
    void what_a_client_on_librdkafka_reports_counts_wherever_its_own_partitioner_puts_it(@TempDir Path folder)
            throws Exception {
        Kcat.assumeInstalled();
        var kcat = api.kcat(folder);
        var owner = new Owner("acme", "carl");
        int home = owner.partition(4);
        int astray = Kcat.partition(owner.key(), 4);
        assertThat(astray).as("this owner's key is hashed to different places").isNotEqualTo(home);
        var id = api.submit("carl", "orders.refund", "{\"amount\":7}", "support");
        await().untilAsserted(
                        () -> api.as("carl").get("/v1/intents/" + id).then().body("state", equalTo("APPROVED")));

        var started = api.encoded("carl", id, OutcomeStatus.STARTED, "");
        var done = api.encoded("carl", id, OutcomeStatus.SUCCEEDED, "{\"by\":\"kcat\"}");
        kcat.produce(Topics.OUTCOMES, home, owner.key(), started);
        kcat.produce(Topics.OUTCOMES, owner.key(), done);

        await().untilAsserted(() -> api.as("carl")
                .get("/v1/intents/" + id)
                .then()
                .body("state", equalTo("SUCCEEDED"))
                .body("result.by", equalTo("kcat")));
        assertThat(kcat.consume(Topics.OUTCOMES))
                .filteredOn(record -> record.startsWith(owner.key() + " "))
                .extracting(String::strip)
                .containsExactlyInAnyOrder(
                        owner.key() + " " + home,
                        owner.key() + " " + astray,
                        owner.key() + " " + home + " rerouted=" + astray);
    }

    @Test
    @Order(3)
    void a_started_that_lay_elsewhere_never_counts_and_its_executor_is_told_while_an_end_that_lay_elsewhere_counts()
            throws Exception {
        var id = api.submit("dora", "orders.refund", "{\"amount\":8}", "support");
        await().untilAsserted(
                        () -> api.as("dora").get("/v1/intents/" + id).then().body("state", equalTo("APPROVED")));

        api.reportAstray("dora", id, OutcomeStatus.STARTED, "");
        await().untilAsserted(() -> assertThat(api.told(id)).containsExactly(DirectiveKind.REFUSED));
        api.as("dora")
                .get("/v1/intents/" + id)
                .then()
                .body("state", equalTo("APPROVED"))
                .body("retry.begun", equalTo(0))
                .body("retry.attempts", equalTo(1));

        api.reportAstray("dora", id, OutcomeStatus.SUCCEEDED, "{\"by\":\"another partitioner\"}");
        await().untilAsserted(() -> api.as("dora")
                .get("/v1/intents/" + id)
                .then()
                .body("state", equalTo("SUCCEEDED"))
                .body("result.by", equalTo("another partitioner"))
                .body("retry.begun", equalTo(1)));
    }

    @Test
    @Order(3)
    void a_refusal_says_by_which_rule_and_why() throws Exception {
        var id = api.submit("rita", "orders.refund", "{\"amount\":250}", "support");

        await().untilAsserted(() ->
                api.as("rita").get("/v1/intents/" + id).then().statusCode(200).body("state", equalTo("REJECTED")));
        api.as("rita")
                .get("/v1/intents/" + id + "?minVersion=1")
                .then()
                .body("reasons[0].code", equalTo("RULE"))
                .body("reasons[0].rule", equalTo("no-large-refunds"))
                .body("reasons[0].message", equalTo("amount 250 is above 100"))
                .body("timeline[0].reasons[0].message", equalTo("amount 250 is above 100"));
    }

    @Test
    @Order(3)
    void a_list_pages_by_cursor_and_filters_by_state() throws Exception {
        for (int i = 0; i < 3; i++) {
            api.submit("lena", "orders.refund", "{\"amount\":" + (i == 1 ? 500 : 5) + "}", "support");
        }
        await().untilAsserted(() ->
                api.as("lena").get("/v1/intents?state=SUBMITTED").then().body("items", empty()));

        var cursor = api.as("lena")
                .get("/v1/intents?limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("cursor", notNullValue())
                .extract()
                .<String>path("cursor");
        api.as("lena")
                .queryParam("cursor", cursor)
                .get("/v1/intents")
                .then()
                .body("items", hasSize(1))
                .body("cursor", nullValue());
        api.as("lena").get("/v1/intents?state=REJECTED").then().body("items", hasSize(1));
    }

    @Test
    @Order(3)
    void what_is_asked_in_a_wrong_way_is_malformed() {
        for (var query :
                new String[] {"?state=NOPE", "?limit=0", "?limit=201", "?limit=many", "?cursor=nonsense", "?cursor=%00"
                }) {
            api.as("ana")
                    .urlEncodingEnabled(false)
                    .get("/v1/intents" + query)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("MALFORMED"));
        }
        api.as("ana").get("/v1/intents/x?minVersion=-1").then().statusCode(400);
    }

    @Test
    @Order(3)
    void a_budget_shows_what_is_held_and_used_of_the_present_window() throws Exception {
        api.as("bea")
                .get("/v1/budgets")
                .then()
                .statusCode(200)
                .body("asOf", notNullValue())
                .body("budgets", hasSize(1))
                .body("budgets[0].name", equalTo("refunds"))
                .body("budgets[0].unit", equalTo("requests"))
                .body("budgets[0].limit", equalTo(5))
                .body("budgets[0].used", equalTo(0))
                .body("budgets[0].left", equalTo(5))
                .body("budgets[0].resets", notNullValue());
        var done = api.submit("bea", "orders.refund", "{\"amount\":1}", "support");
        api.submit("bea", "orders.refund", "{\"amount\":2}", "support");
        await().untilAsserted(() -> api.as("bea").get("/v1/budgets").then().body("budgets[0].held", equalTo(2)));

        api.report("bea", done, OutcomeStatus.STARTED, "");
        api.report("bea", done, OutcomeStatus.SUCCEEDED, "{\"refund\":\"R1\"}");

        await().untilAsserted(() -> api.as("bea")
                .get("/v1/intents/" + done)
                .then()
                .body("state", equalTo("SUCCEEDED"))
                .body("result.refund", equalTo("R1")));
        api.as("bea")
                .get("/v1/budgets")
                .then()
                .body("budgets[0].held", equalTo(1))
                .body("budgets[0].used", equalTo(1))
                .body("budgets[0].left", equalTo(3));
    }

    @Test
    @Order(4)
    void an_override_sets_the_limit_of_one_user_until_it_is_ended() throws Exception {
        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body(
                        "{\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":0,\"reason\":\"a drill\"}")
                .put("/v1/overrides")
                .then()
                .statusCode(200)
                .body("user", equalTo("dora"))
                .body("limit", equalTo(0))
                .body("reason", equalTo("a drill"));
        api.as("dora").get("/v1/budgets").then().body("budgets[0].limit", equalTo(0));
        api.as("bob").get("/v1/budgets").then().body("budgets[0].limit", equalTo(5));
        api.as("otto", "countersign-operator")
                .get("/v1/overrides")
                .then()
                .statusCode(200)
                .body("overrides.user", equalTo(List.of("dora")))
                .body("overrides[0].budget", equalTo("refunds"))
                .body("overrides[0].limit", equalTo(0))
                .body("overrides[0].by", equalTo("acme/otto"))
                .body("overrides[0].reason", equalTo("a drill"));
        var refused = api.submit("dora", "orders.refund", "{\"amount\":1}", "support");
        await().untilAsserted(() -> api.as("dora")
                .get("/v1/intents/" + refused)
                .then()
                .body("state", equalTo("REJECTED"))
                .body("reasons.code", hasItem("OVER_BUDGET")));

        api.as("otto", "countersign-operator")
                .delete("/v1/overrides?budget=refunds&tenant=acme&user=dora")
                .then()
                .statusCode(200);
        api.as("dora").get("/v1/budgets").then().body("budgets[0].limit", equalTo(5));
        api.as("otto", "countersign-operator").get("/v1/overrides").then().body("overrides", hasSize(0));
        api.as("paul", "countersign-policy").get("/v1/overrides").then().statusCode(403);
        api.as("otto", "countersign-operator")
                .delete("/v1/overrides?budget=refunds&tenant=acme&user=dora")
                .then()
                .statusCode(404);
    }

    @Test
    @Order(4)
    void an_override_that_is_not_understood_sets_nothing() {
        for (var fields : new String[] {
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":-1",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1.5",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":\"many\"",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\"",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"limit\":1",
            "\"budget\":\"Refunds!\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1,\"until\":\"soon\"",
            "\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1,\"scope\":\"all\""
        }) {
            api.as("otto", "countersign-operator")
                    .contentType("application/json")
                    .body("{" + fields + ",\"reason\":\"x\"}")
                    .put("/v1/overrides")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("MALFORMED"));
        }
        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body("{\"budget\":\"nothing\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1,\"reason\":\"x\"}")
                .put("/v1/overrides")
                .then()
                .statusCode(404);
        api.as("paul", "countersign-policy")
                .contentType("application/json")
                .body("{\"budget\":\"refunds\",\"tenant\":\"acme\",\"user\":\"dora\",\"limit\":1,\"reason\":\"x\"}")
                .put("/v1/overrides")
                .then()
                .statusCode(403);
    }

    @Test
    @Order(4)
    void a_freeze_lists_what_had_started_and_ends_when_it_is_lifted() throws Exception {
        var id = api.submit("fred", "orders.refund", "{\"amount\":1}", "support");
        await().untilAsserted(
                        () -> api.as("fred").get("/v1/intents/" + id).then().body("state", equalTo("APPROVED")));
        api.report("fred", id, OutcomeStatus.STARTED, "");
        await().untilAsserted(
                        () -> api.as("fred").get("/v1/intents/" + id).then().body("state", equalTo("RUNNING")));

        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body("{\"scope\":\"action/orders.*\",\"reason\":\"a drill\"}")
                .put("/v1/freeze")
                .then()
                .statusCode(200)
                .body("scope", equalTo("action/orders.*"))
                .body("$", not(hasKey("warnings")))
                .body("started.id", contains(id))
                .body("started[0].tenant", equalTo("acme"))
                .body("started[0].user", equalTo("fred"));

        var frozen = api.submit("fred", "orders.refund", "{\"amount\":1}", "support");
        await().untilAsserted(() -> api.as("fred")
                .get("/v1/intents/" + frozen)
                .then()
                .body("state", equalTo("REJECTED"))
                .body("reasons.code", hasItem("FROZEN")));
        api.as("otto", "countersign-operator")
                .delete("/v1/freeze?scope=action/orders.*")
                .then()
                .statusCode(200);
        api.as("otto", "countersign-operator")
                .delete("/v1/freeze?scope=action/orders.*")
                .then()
                .statusCode(404);
    }

    @Test
    @Order(4)
    void a_bundle_that_comes_while_another_is_read_is_sent_away_for_a_moment() throws Exception {
        var slow = slowToRefuse();
        List<Response> answers;
        try (var pushers = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = Collections.nCopies(2, (Callable<Response>)
                    () -> api.yaml("paul", slow, "countersign-policy").put("/v1/policy"));
            answers = pushers.invokeAll(both).stream().map(Future::resultNow).toList();
        }

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(422, 429);
        answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .forEach(answer -> answer.then()
                        .contentType("application/problem+json")
                        .header("Retry-After", equalTo("2"))
                        .body("code", equalTo("RATE_LIMITED"))
                        .body("detail", equalTo("another bundle is being read here")));
        api.yaml("paul", "kind: Nonsense", "countersign-policy")
                .put("/v1/policy")
                .then()
                .statusCode(422);
    }

    @Test
    @Order(4)
    void every_call_is_described_with_the_statuses_of_its_answers() {
        var described = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Map<String, Map<String, Object>>> paths = described.getMap("paths");
        var calls = new TreeMap<String, Set<String>>();
        paths.forEach((path, methods) ->
                methods.forEach((method, call) -> calls.put(method + " " + path, names(call.get("responses")))));

        assertThat(calls)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        entry("get /v1/actions", door("200", "403")),
                        entry("get /v1/budgets", door("200")),
                        entry("get /v1/freeze", door("200", "403")),
                        entry("put /v1/freeze", body("200", "202", "400", "403")),
                        entry("delete /v1/freeze", door("200", "202", "400", "403", "404")),
                        entry("get /v1/intents", door("200", "400")),
                        entry("get /v1/intents/{id}", door("200", "400", "404")),
                        entry("get /v1/keys", door("200")),
                        entry("get /v1/models", door("200")),
                        entry("get /v1/overrides", door("200", "403")),
                        entry("put /v1/overrides", body("200", "202", "400", "403", "404")),
                        entry("delete /v1/overrides", door("200", "202", "400", "403", "404")),
                        entry("get /v1/policy", door("200", "304", "403", "404")),
                        entry("get /v1/policy/versions", door("200", "403")),
                        entry("get /v1/policy/versions/{version}", door("200", "403", "404")),
                        entry("put /v1/policy", body("200", "202", "400", "403", "422"))));
        assertThat(described.getString("components.responses.BundleInvalid.description"))
                .startsWith("BUNDLE_INVALID");
    }

    /** These, and what any call may be answered before it is looked at: by whoever asks for a token, while
     * the issuer's keys cannot be had, and for want of room. */
    private static Set<String> door(String... statuses) {
        return with(Set.of("401", "429", "503"), statuses);
    }

    /** The same of a call that has a body. */
    private static Set<String> body(String... statuses) {
        return with(door("413", "415"), statuses);
    }

    private static Set<String> with(Set<String> shared, String... statuses) {
        return Stream.concat(shared.stream(), Stream.of(statuses)).collect(Collectors.toSet());
    }

    private static Set<String> names(@Nullable Object members) {
        return members instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    /** Thousands of rules that compile, and a test that fails then: what is in force stays. */
    private static String slowToRefuse() {
        var bundle = new StringBuilder(BUNDLE);
        for (int rule = 0; rule < 8_000; rule++) {
            bundle.append("""
                    ---
                    kind: Rule
                    name: rule-%d
                    actions: [orders.refund]
                    when: parameters.amount > %d
                    verdict: reject
                    """.formatted(rule, rule));
        }
        return bundle.append("""
                ---
                kind: Test
                name: fails
                intent: {action: orders.refund, parameters: {amount: 250}, roles: [support]}
                expect: {verdict: allow}
                """).toString();
    }

    @ParameterizedTest
    @Order(4)
    @ValueSource(strings = {"action/orders.refnud", "action/*.refnud"})
    void a_freeze_that_matches_no_action_is_taken_and_says_so(String scope) {
        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body("{\"scope\":\"" + scope + "\",\"reason\":\"a typing error\"}")
                .put("/v1/freeze")
                .then()
                .statusCode(200)
                .body("warnings.message", contains(startsWith("the policy in force has no action that ")));

        api.as("otto", "countersign-operator")
                .delete("/v1/freeze?scope=" + scope)
                .then()
                .statusCode(200)
                .body("$", not(hasKey("warnings")));
    }

    @Test
    @Order(4)
    void what_is_frozen_is_listed_until_it_is_lifted() {
        var otto = api.as("otto", "countersign-operator");
        otto.get("/v1/freeze").then().statusCode(200).body("freezes", empty());
        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body("{\"scope\":\"tenant/other\",\"cancelRunning\":true,\"reason\":\"a drill\"}")
                .put("/v1/freeze")
                .then()
                .statusCode(200)
                .body("reason", equalTo("a drill"))
                .body("$", not(hasKey("warnings")));

        otto.get("/v1/freeze")
                .then()
                .statusCode(200)
                .body("freezes.scope", contains("tenant/other"))
                .body("freezes[0].since", notNullValue())
                .body("freezes[0].by", equalTo("acme/otto"))
                .body("freezes[0].reason", equalTo("a drill"))
                .body("freezes[0].cancelRunning", equalTo(true));

        api.as("otto", "countersign-operator")
                .delete("/v1/freeze?scope=tenant/other")
                .then()
                .statusCode(200);
        otto.get("/v1/freeze").then().body("freezes", empty());
    }

    @Test
    @Order(4)
    void a_freeze_that_is_not_understood_freezes_nothing() {
        for (var body : new String[] {
            "",
            "[]",
            "{\"scope\":\"everything\",\"reason\":\"x\"}",
            "{\"scope\":\"all\"}",
            "{\"scope\":\"all\",\"reason\":\"x\",\"untill\":1}",
            "{\"scope\":\"all\",\"reason\":\"x\",\"cancelRunning\":\"yes\"}"
        }) {
            api.as("otto", "countersign-operator")
                    .contentType("application/json")
                    .body(body)
                    .put("/v1/freeze")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("MALFORMED"));
        }
        api.as("otto", "countersign-operator")
                .contentType("application/json")
                .body("{\"scope\":\"all\",\"scope\":\"all\",\"reason\":\"x\"}")
                .put("/v1/freeze")
                .then()
                .statusCode(400)
                .body("code", equalTo("DUPLICATE_KEY"));
    }

    @Test
    @Order(4)
    void metrics_and_keys_are_for_whoever_has_a_token() {
        api.as("ana")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("countersign_decisions_total"))
                .body(containsString("kafka_stream"));
        api.as("ana")
                .get("/v1/keys")
                .then()
                .statusCode(200)
                .body("keys[0].crv", equalTo("Ed25519"))
                .body("keys[0].d", nullValue());
    }

    @Test
    @Order(5)
    void all_that_was_recorded_comes_out_identical_when_it_is_decided_once_more() {
        var told = new ByteArrayOutputStream();

        int status = ReplayMain.run(api.log(), new PrintStream(told), System.err);

        assertThat(told.toString(StandardCharsets.UTF_8)).contains(" 0 different, 0 not provable");
        assertThat(status).isZero();
    }

    @Test
    @Order(5)
    void the_bundle_in_force_would_have_decided_nothing_otherwise() {
        var candidate = ((Bundle.Loaded) Bundle.read(BUNDLE)).policy();
        var told = new ByteArrayOutputStream();

        var from = Instant.now().minus(Duration.ofHours(1));
        boolean ran = BacktestMain.run(
                candidate,
                api.log(),
                new BacktestMain.Wish(from, Instant.now(), 20, false),
                new PrintStream(told),
                System.err);

        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains(" decisions unchanged, 0 changed at once, 0 changed later;")
                .doesNotContain("\n0 decisions unchanged");
        assertThat(ran).isTrue();
    }

    private static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setIssuer("countersign-dev");
        claims.setAudience("countersign");
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setStringListClaim("groups", java.util.List.of("support"));
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setIssuedAtToNow();
        return claims;
    }
}
