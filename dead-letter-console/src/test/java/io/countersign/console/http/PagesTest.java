package io.countersign.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.log.Story;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.SideEffect;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class PagesTest extends DeskFixture {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final CookieFilter cookies = new CookieFilter();

    @Test
    void whoever_takes_html_and_nothing_else_is_a_person_too() {
        RestAssured.given()
                .redirects()
                .follow(false)
                .accept("text/html")
                .get("/letters")
                .then()
                .statusCode(303)
                .header("Location", containsString("/sign-in"));
    }

    @Test
    void without_a_provider_there_is_no_way_to_one_and_none_back() {
        for (var address : List.of("/sign-in/provider", "/sign-in/return?state=s&code=c")) {
            browser().get(address).then().statusCode(404);
            browser().cookie("countersign-desk-flow", "s.v").get(address).then().statusCode(404);
        }
    }

    @Test
    void whoever_is_not_signed_in_is_sent_to_the_sign_in_and_gets_nothing_else() {
        for (var address : List.of(
                "/", "/letters", "/letters/x", "/letters/more", "/letters/x/line", "/letters/x/raw/value", "/live")) {
            browser().get(address).then().statusCode(303).header("Location", containsString("/sign-in"));
            RestAssured.given().get(address).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        }
        for (var address : List.of("/v1/letters", "/v1/letters/x", "/v1/overview")) {
            browser().get(address).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        }
        RestAssured.given()
                .header("HX-Request", "true")
                .get("/letters")
                .then()
                .statusCode(401)
                .header("HX-Redirect", "/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/letters;x=1",
                "/v1/letters%3Bx",
                "/v1%2Fletters",
                "//v1/letters",
                "/v1/../v1/letters",
                "/letters;a",
                "/q/../v1/letters",
                "/v1/letters/%5C..",
                "/desk/../v1/letters",
                "/q/metrics",
                "/q/metrics;a=b",
                "/q/metrics/"
            })
    void no_spelling_of_an_address_gets_round_the_sign_in(String address) {
        var status = RestAssured.given()
                .urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .get(address)
                .statusCode();

        assertThat(status).isIn(401, 404, 400);
    }

    @Test
    void tokens_that_are_not_ours_open_nothing() {
        var good = reviewer();
        var forged = good.substring(0, good.lastIndexOf('.') + 1) + "AAAA";
        var none = "eyJhbGciOiJub25lIn0." + good.split("\\.")[1] + ".";
        for (var token : List.of(forged, none, "x", good + "x")) {
            as(token).get("/v1/letters").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        }
    }

    @Test
    void who_neither_reviews_nor_audits_is_refused_and_an_auditor_only_reads() {
        var seen = letter(refund().held());
        var support = token("sam", "support");
        var auditor = token("audrey", "countersign-auditor");

        as(support).get("/v1/letters").then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        as(support).get("/v1/letters/" + seen.getString("id")).then().statusCode(403);
        as(auditor).get("/v1/letters/" + seen.getString("id")).then().statusCode(200);
        assertThat(review(auditor, seen, "APPROVE", "").statusCode()).isEqualTo(403);
    }

    @Test
    void what_is_shown_to_somebody_is_not_kept_and_the_files_of_pages_are_asked_for_again() {
        signIn("finance");

        signedIn().get("/").then().statusCode(200).header("Cache-Control", "no-store");
        signedIn().get("/letters").then().statusCode(200).header("Cache-Control", "no-store");
        browser().get("/desk/desk.css").then().statusCode(200).header("Cache-Control", "no-cache");
    }

    @Test
    void another_tenants_letters_are_not_there() {
        var seen = letter(refund().held());
        var stranger = identity.token(
                io.countersign.stack.identity.TokenRequest.person("other", "eve", "countersign-reviewer"));
        var operator = identity.token(io.countersign.stack.identity.TokenRequest.person(
                "other", "olga", "countersign-auditor", "countersign-operator"));
        var address = "/v1/letters/" + seen.getString("id");

        as(stranger).get(address).then().statusCode(404);
        assertThat(review(stranger, seen, "REJECT", "").statusCode()).isEqualTo(404);
        as(stranger)
                .get("/letters/" + seen.getString("id") + "/raw/value")
                .then()
                .statusCode(404);
        as(stranger).get("/v1/letters?view=all&tenant=" + tenant).then().body("counts.total", equalTo(0));
        as(operator).get(address).then().statusCode(200);
    }

    @Test
    void the_demos_operator_sees_letters_that_have_no_tenant_and_finance_does_not() {
        var nobodys = Letters.nobodys("poison".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        broker.letter(null, nobodys);
        signIn("operator");
        var address = "/letters/" + nobodys.getId();

        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() -> signedIn().get(address).statusCode() == 200);

        signIn("finance");
        signedIn().get(address).then().statusCode(404);
    }

    @Test
    void the_sign_in_gives_a_session_that_scripts_and_other_sites_cannot_use() {
        var session = signIn("finance").detailedCookie("countersign-desk");

        assertThat(session.isHttpOnly()).isTrue();
        assertThat(session.getSameSite()).isEqualTo("Strict");
        signedIn().get("/").then().statusCode(200).body(containsString("fiona"));
    }

    @Test
    void the_sign_in_is_offered_at_a_loopback_name_only() {
        browser()
                .header("Host", "desk.example.com")
                .get("/sign-in")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.not(containsString("Fiona")));
        var csrf = csrf(signedIn().get("/sign-in"));
        signedIn()
                .header("Host", "desk.example.com")
                .formParam("csrf", csrf)
                .formParam("person", "finance")
                .post("/sign-in")
                .then()
                .statusCode(403);
    }

    @Test
    void signing_out_ends_the_session() {
        signIn("finance");
        var csrf = csrf(signedIn().get("/"));

        signedIn().formParam("csrf", csrf).post("/sign-out").then().statusCode(303);

        signedIn().get("/letters").then().statusCode(303);
    }

    @Test
    void no_write_of_a_page_goes_without_its_token() {
        var story = acme("Refund without a token");
        signIn("finance");
        var before = broker.reviews().size();

        for (var csrf : List.of("", "guessed")) {
            refused(decide(story, csrf, "REJECT"));
        }
        refused(signedIn()
                .contentType("application/x-www-form-urlencoded")
                .post("/letters/" + rowId(story) + "/reviews"));
        var json = signedIn()
                .contentType("application/json")
                .body("{\"decision\":\"REJECT\",\"expectedVersion\":1,\"digest\":\"x\"}")
                .post("/v1/letters/" + rowId(story) + "/reviews");
        assertThat(json.statusCode()).isEqualTo(403);
        var text = signedIn()
                .contentType("text/plain")
                .body("decision=REJECT")
                .post("/letters/" + rowId(story) + "/reviews");
        assertThat(text.statusCode()).isIn(403, 415);
        assertThat(broker.reviews()).hasSize(before);
    }

    @Test
    void a_form_is_good_in_its_own_session_and_in_no_other() {
        var story = acme("Refund that a form of another session wants");
        broker.answer(review -> Optional.of(story.becomes("REJECTED", review).accept(review)));
        signIn("operator");
        var others = csrf(signedIn().get("/letters/" + rowId(story)));
        signIn("finance");
        var own = csrf(signedIn().get("/letters/" + rowId(story)));
        var before = broker.reviews().size();

        refused(decide(story, others, "REJECT"));
        refused(signedIn().formParam("csrf", others).post("/sign-out"));
        assertThat(broker.reviews()).hasSize(before);
        assertThat(decide(story, own, "REJECT").statusCode()).isEqualTo(200);
        assertThat(onlyReviewOf(story).review().getReviewer()).isEqualTo("fiona");
    }

    @Test
    void a_cookie_and_a_token_that_fit_each_other_are_no_session() {
        var story = acme("Refund that a planted cookie wants");
        var visitor = new CookieFilter();
        var planted = csrf(browser().filter(visitor).get("/sign-in"));
        var cookie = browser().filter(visitor).get("/sign-in").detailedCookies().asList();
        signIn("finance");
        var before = broker.reviews().size();

        for (var name : List.of("countersign-csrf", "countersign-visitor")) {
            refused(decide(signedIn().cookie(name, "guessed"), story, "guessed", "REJECT"));
        }
        refused(decide(story, planted, "REJECT"));
        assertThat(cookie).allSatisfy(one -> assertThat(one.isHttpOnly()).isTrue());
        assertThat(broker.reviews()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer bogus", "Bearer", "Basic ZmlvbmE6eA==", "x", ""})
    void a_session_with_an_authorization_header_is_no_session(String header) {
        var story = acme("Refund that a bogus header wants");
        signIn("finance");
        var before = broker.reviews().size();

        signedIn()
                .header("Authorization", header)
                .contentType("application/json")
                .body("{\"decision\":\"REJECT\",\"expectedVersion\":1,\"digest\":\"" + story.digest() + "\"}")
                .post("/v1/letters/" + rowId(story) + "/reviews")
                .then()
                .statusCode(401);
        assertThat(decide(signedIn().header("Authorization", header), story, "", "REJECT")
                        .statusCode())
                .isEqualTo(401);
        signedIn().header("Authorization", header).get("/v1/letters").then().statusCode(401);
        assertThat(broker.reviews()).hasSize(before);
    }

    @Test
    void a_bearer_token_beside_a_session_is_who_it_is() {
        var story = acme("Refund that a program decides");
        broker.answer(review -> Optional.of(story.becomes("REJECTED", review).accept(review)));
        signIn("finance");
        var program = identity.token(
                io.countersign.stack.identity.TokenRequest.person("acme", "robin", "countersign-reviewer"));

        var answer = signedIn()
                .auth()
                .oauth2(program)
                .contentType("application/json")
                .body("{\"decision\":\"REJECT\",\"expectedVersion\":1,\"digest\":\"" + story.digest() + "\"}")
                .post("/v1/letters/" + rowId(story) + "/reviews");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(onlyReviewOf(story).review().getReviewer()).isEqualTo("robin");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Origin, not an origin",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void no_write_comes_from_another_sites_page_even_with_the_token(String header, String value) {
        var story = acme("Refund that another site wants");
        signIn("finance");
        var csrf = csrf(signedIn().get("/letters/" + rowId(story)));
        var before = broker.reviews().size();

        assertThat(decide(signedIn().header(header, value), story, csrf, "REJECT")
                        .statusCode())
                .isEqualTo(403);
        signedIn()
                .header(header, value)
                .formParam("csrf", csrf)
                .post("/sign-out")
                .then()
                .statusCode(403);
        assertThat(broker.reviews()).hasSize(before);
    }

    @Test
    void the_desks_own_page_may_write_and_says_so() {
        signIn("finance");
        var csrf = csrf(signedIn().get("/"));

        signedIn()
                .header(
                        "Origin",
                        "http://" + java.net.URI.create(RestAssured.baseURI).getHost() + ":" + RestAssured.port)
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("csrf", csrf)
                .post("/sign-out")
                .then()
                .statusCode(303);
    }

    @Test
    void a_decision_in_the_browser_is_the_same_review_and_its_card_says_what_came_of_it() {
        var story = acme("Refund decided in a browser");
        signIn("finance");
        broker.answer(review -> Optional.of(story.becomes("REJECTED", review).accept(review)));
        var csrf = csrf(signedIn().get("/letters/" + rowId(story)));

        var page = decide(story, csrf, "REJECT");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).contains("Rejected.", "The intent is now rejected");
        assertThat(onlyReviewOf(story).review().getReviewer()).isEqualTo("fiona");
    }

    @Test
    void of_a_retry_as_a_new_intent_the_card_says_that_it_is_judged_anew_and_this_one_stays_as_it_is() {
        var story = acme("Refund that nobody may make");
        story.because("RULE", "never", "refunds are closed")
                .becomes("REJECTED")
                .letter(LetterCategory.REJECTED, SideEffect.NONE);
        signIn("finance");
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        signedIn().get("/letters/" + rowId(story)).asString().contains("refunds are closed"));
        broker.answer(review -> Optional.of(story.becomes("REJECTED", review).accept(review)));
        var csrf = csrf(signedIn().get("/letters/" + rowId(story)));

        var page = decide(story, csrf, "RETRY").asString();

        assertThat(page)
                .contains("The retry is accepted.", "takes its place and is judged in full", "This one stays rejected.")
                .doesNotContain("is now rejected");
    }

    @Test
    void the_card_says_how_many_attempts_have_begun_of_how_many_and_when_the_next_is_due() {
        var story = refund().attempt()
                .becomes("RUNNING")
                .becomes("DEAD")
                .letter(LetterCategory.FAILED, SideEffect.NONE)
                .becomes("RETRYING");
        letter(story);

        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(as(reviewer())
                                .accept("text/html")
                                .get("/letters/" + rowId(story) + "?view=all")
                                .asString())
                        .contains("1 of 3 begun, the next one at <time datetime=\"" + Story.NEXT_ATTEMPT + "\">"));
    }

    @Test
    void what_was_refused_was_only_asked_for_and_times_in_its_reason_are_written_like_all_others() {
        var story = refund().because("OVER_BUDGET", "chat-tokens", "the next window opens at 2026-11-22T10:40:00.5Z")
                .becomes("REJECTED")
                .letter(LetterCategory.REJECTED, SideEffect.NONE);
        letter(story);

        var page = as(reviewer())
                .accept("text/html")
                .get("/letters/" + rowId(story) + "?view=all")
                .asString();

        var time = "the next window opens at <time class=\"point\" datetime=\"2026-11-22T10:40:00.500Z\""
                + " title=\"2026-11-22T10:40:00.5Z\">22 Nov 2026, 10:40:00 UTC</time>";
        assertThat(page)
                .contains(
                        "<h2>What was asked for</h2>",
                        "<span class=\"words\">" + time,
                        "<span class=\"reason\">" + time)
                .doesNotContain("What would run");
        assertThat(letter(story).getString("reasons[0].message")).contains("2026-11-22T10:40:00.5Z");
    }

    @Test
    void a_card_says_how_long_it_may_be_approved_only_while_it_may() {
        var session = UUID.randomUUID().toString();
        var story = refund().in(session).held();
        letter(story);
        assertThat(card(story))
                .containsPattern("3 h 59 min left</b> to approve it; silence denies")
                .doesNotContain("before it expires");

        broker.session(story.owner(), session, "REVOKED");
        letter(
                story,
                json -> json.getList("decisions.findAll { it.offered }.decision")
                        .equals(List.of("REJECT")));

        assertThat(card(story))
                .containsPattern("3 h 59 min left</b> before it expires; its session was ended, so it is not released"
                        + " any more")
                .doesNotContain("to approve it; silence denies");
    }

    private String card(Story story) {
        return as(reviewer())
                .accept("text/html")
                .get("/letters/" + rowId(story))
                .asString();
    }

    @Test
    void a_stale_decision_in_the_browser_names_who_was_first() {
        var story = acme("Refund that two wanted");
        signIn("finance");
        var csrf = csrf(signedIn().get("/letters/" + rowId(story)));
        broker.answer(review -> Optional.of(
                review.review().getReviewer().equals("rival")
                        ? story.becomes("REJECTED", review).accept(review)
                        : story.refuse(
                                review,
                                "STALE",
                                "rival",
                                "version 1 was read, and it is REJECTED at version 2, by rival")));
        var rival = identity.token(
                io.countersign.stack.identity.TokenRequest.person("acme", "rival", "countersign-reviewer"));
        assertThat(review(rival, letterOf(story), "REJECT", "mine").statusCode())
                .isEqualTo(200);

        var page = decide(story, csrf, "APPROVE");

        assertThat(page.asString()).contains("Not done", "rival was first: rejected by a reviewer", "Comment: “mine”.");
    }

    @Test
    void a_get_never_changes_anything() {
        var story = acme("Refund that a link scanner finds");
        signIn("finance");

        for (var address : List.of(
                "/letters/" + rowId(story) + "/reviews?decision=APPROVE",
                "/sign-out",
                "/v1/letters/" + rowId(story) + "/reviews")) {
            assertThat(signedIn().get(address).statusCode()).isIn(404, 405, 401);
        }
        signedIn().get("/").then().statusCode(200);
    }

    @Test
    void what_strangers_wrote_is_shown_and_never_run() {
        var evil = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}{str:eval('1')}\u202Egpj";
        var story = broker.story(
                        "acme",
                        "<b>ana</b>",
                        "bot<script>",
                        "orders.refund",
                        "{\"note\":\"" + evil.replace("\"", "\\\"") + "\"}")
                .summary(evil)
                .justification(evil)
                .because("RULE<i>", "rule<i>", evil)
                .held();
        signIn("operator");
        letterOf(story);

        var page = signedIn().get("/letters/" + rowId(story)).asString();

        assertThat(page)
                .contains(
                        "&lt;script&gt;alert(2)&lt;/script&gt;",
                        "⟦U+202E⟧gpj",
                        "bot&lt;script&gt;",
                        "&lt;b&gt;ana&lt;/b&gt;")
                .doesNotContain("<script>alert", "<img src=x", "<b>ana", "rule<i>", "\u202E");
    }

    @Test
    void every_page_forbids_foreign_and_inline_code() {
        signIn("finance");
        for (var address : List.of("/", "/letters", "/sign-in", "/desk/desk.css", "/v1/letters", "/nowhere")) {
            signedIn()
                    .get(address)
                    .then()
                    .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
                    .header("X-Frame-Options", "DENY")
                    .header("X-Content-Type-Options", "nosniff");
        }
        assertThat(signedIn().get("/letters?q=nothing-is-called-that").asString())
                .doesNotContainPattern("<script>|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    @Test
    void the_assets_that_the_pages_name_are_there() {
        signIn("finance");
        var page = signedIn().get("/").asString();
        var assets = Pattern.compile("(?:src|href)=\"(/(?:door|desk|webjars)/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(assets).hasSizeGreaterThanOrEqualTo(5);
        assertThat(assets)
                .allSatisfy(asset -> assertThat(RestAssured.get(asset).statusCode())
                        .as(asset)
                        .isEqualTo(200));
    }

    @Test
    void a_filter_lives_in_the_address() {
        acme("Refund that is filtered");
        signIn("finance");

        var page = signedIn().get("/letters?category=HELD&q=filtered&order=due").asString();

        assertThat(page)
                .contains(
                        "data-query=\"?category=HELD&amp;q=filtered&amp;order=due\"",
                        "value=\"filtered\"",
                        "Refund that is filtered");
        var fragment = signedIn()
                .header("HX-Request", "true")
                .header("HX-Target", "list")
                .get("/letters?view=open&category=&q=filtered&action=");
        fragment.then().header("HX-Push-Url", "/letters?q=filtered").body(startsWith("<section id=\"list\""));
    }

    @Test
    void people_get_a_page_for_what_is_not_there_and_programs_a_problem() {
        signIn("finance");

        signedIn()
                .get("/letters/none")
                .then()
                .statusCode(404)
                .contentType(containsString("text/html"))
                .body(containsString("NOT_FOUND"));
        as(reviewer()).get("/v1/nothing").then().statusCode(404);
        as(reviewer())
                .get("/v1/letters/none")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void another_method_is_405_and_says_which_there_are() {
        for (var address : List.of("/letters", "/v1/letters", "/v1/letters/x", "/q/metrics")) {
            as(reviewer())
                    .delete(address)
                    .then()
                    .statusCode(405)
                    .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                    .body("code", equalTo("METHOD_NOT_ALLOWED"));
        }
        browser()
                .delete("/letters")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                .contentType(startsWith("text/html"))
                .body(containsString("METHOD_NOT_ALLOWED"));
        as(reviewer()).options("/letters/x/reviews").then().statusCode(204).header("Allow", equalTo("OPTIONS, POST"));
    }

    @Test
    void health_is_open_and_metrics_are_not() {
        RestAssured.get("/q/health/ready").then().statusCode(200);
        RestAssured.get("/q/metrics").then().statusCode(401);
        as(reviewer())
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("countersign_desk_letters"))
                .body(containsString("countersign_desk_oldest_held_seconds"));
    }

    private Story acme(String summary) {
        var story = broker.story("acme", "ana", "refund-bot", "orders.refund", "{\"amount\":250}")
                .summary(summary)
                .because("RULE", "above-100", "amount 250 is above 100")
                .held();
        letterOf(story);
        return story;
    }

    private io.restassured.path.json.JsonPath letterOf(Story story) {
        var token = identity.token(
                io.countersign.stack.identity.TokenRequest.person("acme", "reader", "countersign-reviewer"));
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> {
            var found = as(token).get("/v1/letters/" + rowId(story));
            return found.statusCode() == 200 && found.jsonPath().getLong("version") == story.version();
        });
        return as(token).get("/v1/letters/" + rowId(story)).jsonPath();
    }

    private Response decide(Story story, String csrf, String decision) {
        return decide(signedIn(), story, csrf, decision);
    }

    private static Response decide(RequestSpecification browser, Story story, String csrf, String decision) {
        return browser.formParam("csrf", csrf)
                .formParam("decision", decision)
                .formParam("expectedVersion", 1)
                .formParam("digest", story.digest())
                .formParam("key", "form-1")
                .post("/letters/" + rowId(story) + "/reviews");
    }

    private static void refused(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).contains("FORM_OF_ANOTHER_SESSION", "This form is not of your session.");
    }

    private Response signIn(String person) {
        var csrf = csrf(signedIn().get("/sign-in"));
        var answer =
                signedIn().formParam("csrf", csrf).formParam("person", person).post("/sign-in");
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer;
    }

    private static String csrf(Response page) {
        var found = CSRF.matcher(page.asString());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static RequestSpecification browser() {
        return RestAssured.given().redirects().follow(false).accept("text/html,application/xhtml+xml,*/*;q=0.8");
    }

    private RequestSpecification signedIn() {
        return browser().filter(cookies);
    }
}
