package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may do that has signed in to the playground, and what other pages cannot make it do. */
@QuarkusTest
class PlaygroundDoorTest extends DoorTest {
    private static final String COOKIE = "countersign-playground";
    private static final String PROOF = "Countersign-Form";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/(?:door|playground)/[^\"]+)\"");
    /** By the settings; "csrf=" comes in addition. */
    private static final int LARGEST_FORM = 8 * 1024;

    private static final Pattern MODULE = Pattern.compile("from '\\./([^']+)'");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @BeforeEach
    void begin() {
        awaitReadiness();
    }

    /** A browser's session: its cookie, and the token that its page was told. */
    record Session(String cookie, String form) {
        RequestSpecification page() {
            return bare().header(PROOF, form);
        }

        /** As another site's page would have it sent. */
        RequestSpecification bare() {
            return browser().cookie(COOKIE, cookie);
        }
    }

    @Test
    void the_page_and_all_that_it_names_are_open_and_run_no_foreign_code() {
        var page = given().get("/");
        page.then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
                .header("Cache-Control", equalTo("no-cache"))
                .header("X-Frame-Options", "DENY")
                .header("X-Content-Type-Options", "nosniff");
        assertThat(page.asString()).doesNotContainPattern("<script>|<style|\\sstyle=|\\son[a-z]+=|javascript:");

        var assets = ASSET.matcher(page.asString())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(assets).hasSizeGreaterThanOrEqualTo(4);
        assertThat(assets)
                .allSatisfy(asset ->
                        assertThat(given().get(asset).statusCode()).as(asset).isEqualTo(200));
        var modules = MODULE.matcher(given().get("/playground/playground.js").asString())
                .results()
                .map(found -> "/playground/" + found.group(1))
                .toList();
        assertThat(modules)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(
                        module -> given().get(module).then().statusCode(200).contentType(containsString("javascript")));
    }

    @Test
    void nothing_but_the_page_and_the_sign_in_is_open() {
        for (var path : List.of("/playground/session", "/v1/intents", "/v1/budgets", "/v1/models", "/q/metrics")) {
            browser().get(path).then().statusCode(401);
        }
        browser().get("/playground/nothing").then().statusCode(404);
    }

    @Test
    void whoever_signs_in_is_a_person_and_sees_what_is_theirs() {
        var session = signIn("support");

        session.page()
                .get("/playground/session")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("tenant", equalTo("acme"))
                .body("user", equalTo("ana"))
                .body("roles", hasItem("support"))
                .body("form", equalTo(session.form()));
        var mark = UUID.randomUUID().toString();
        var id = post(session.page(), echo("{\"state\": \"HELD\", \"mark\": \"" + mark + "\"}"))
                .statusCode(202)
                .body("state", equalTo("HELD"))
                .extract()
                .<String>path("id");
        session.page().get("/v1/intents/" + id).then().statusCode(200).body("id", equalTo(id));
        session.page().delete("/v1/intents/" + id).then().statusCode(202);
        var record = around.broker().submitted(id).getFirst().value();
        assertThat(record.getAgent()).isEqualTo("countersign-playground");
        session.page()
                .contentType(ContentType.JSON)
                .body("{\"grants\": [{\"action\": \"echo\"}]}")
                .post("/v1/sessions")
                .then()
                .statusCode(201);
    }

    @Test
    void the_session_is_not_for_scripts_and_not_for_other_sites() {
        var session = entered("support").detailedCookie(COOKIE);

        assertThat(session.isHttpOnly()).isTrue();
        assertThat(session.getSameSite()).isEqualTo("Strict");
    }

    @Test
    void a_cookie_alone_opens_nothing_of_the_api() {
        var session = signIn("support");
        var others = signIn("finance");

        for (var request : List.of(
                session.bare(), session.bare().header(PROOF, ""), session.bare().header(PROOF, "guessed"))) {
            request.get("/v1/intents").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        }
        session.bare().header(PROOF, others.form()).get("/v1/budgets").then().statusCode(401);
        post(session.bare(), echo("{}")).statusCode(401);
        session.bare().delete("/v1/intents/" + UUID.randomUUID()).then().statusCode(401);
        session.bare().get("/q/metrics").then().statusCode(401);
    }

    static Stream<Map<String, String>> otherPages() {
        return Stream.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "http://127.0.0.1:1"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"));
    }

    @ParameterizedTest
    @MethodSource("otherPages")
    void another_sites_page_gets_nothing_whatever_it_knows(Map<String, String> headers) {
        var session = signIn("support");

        session.bare().headers(headers).get("/playground/session").then().statusCode(401);
        session.page().headers(headers).get("/v1/intents").then().statusCode(401);
        post(session.page().headers(headers), echo("{}")).statusCode(401);
        var csrf = csrf(browser().get("/sign-in"));
        browser()
                .headers(headers)
                .cookies(visitor())
                .formParam("csrf", csrf)
                .formParam("person", "support")
                .post("/sign-in")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORM_OF_ANOTHER_SESSION"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer bogus", "Bearer", "x", ""})
    void a_request_with_a_token_of_its_own_is_judged_by_that_alone(String authorization) {
        var session = signIn("support");

        session.page()
                .header("Authorization", authorization)
                .get("/v1/intents")
                .then()
                .statusCode(401);
    }

    @Test
    void a_program_needs_no_page_and_is_told_no_form() {
        authenticated()
                .get("/playground/session")
                .then()
                .statusCode(200)
                .body("user", equalTo("ana"))
                .body("form", emptyString());
        post(authenticated(), echo("{\"state\": \"HELD\"}")).statusCode(202);
    }

    @Test
    void a_channel_opens_to_the_page_and_not_to_the_cookie() {
        var session = signIn("support");
        var cookie = COOKIE + "=" + session.cookie();

        try (var channel = ChannelClient.openAsPage(address, cookie, session.form())) {
            assertThat(channel.subprotocol()).isEqualTo("countersign");
        }
        assertThat(ChannelClient.refusal(address, null, builder -> builder.header("Cookie", cookie)))
                .isEqualTo(401);
        assertThat(ChannelClient.refusal(
                        address,
                        null,
                        builder -> builder.header("Cookie", cookie).subprotocols("countersign", "form.guessed")))
                .isEqualTo(401);
        assertThat(ChannelClient.refusal(
                        address,
                        null,
                        builder -> builder.header("Cookie", cookie)
                                .header("Origin", "https://evil.example")
                                .subprotocols("countersign", "form." + session.form())))
                .isEqualTo(401);
    }

    @Test
    void an_end_of_the_session_takes_the_form_of_its_page() {
        var session = signIn("support");

        session.bare().formParam("csrf", "guessed").post("/sign-out").then().statusCode(403);
        session.bare()
                .formParam("csrf", session.form())
                .post("/sign-out")
                .then()
                .statusCode(303)
                .cookie(COOKIE, emptyString());
    }

    @Test
    void nobody_is_vouched_for_under_another_name_or_without_a_form() {
        browser()
                .header("Host", "playground.example.com")
                .get("/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("Sign in to the playground"), not(containsString("Ana")));
        browser()
                .formParam("person", "support")
                .post("/sign-in")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORM_OF_ANOTHER_SESSION"));
        var cookies = visitor();
        browser()
                .cookies(cookies)
                .formParam("csrf", csrf(browser().cookies(cookies).get("/sign-in")))
                .formParam("person", "nobody")
                .post("/sign-in")
                .then()
                .statusCode(400);
    }

    @Test
    void a_form_that_is_too_long_is_refused() {
        // Little enough to be on its way before the door closes the connection behind its answer.
        var status = browser()
                .formParam("csrf", "x".repeat(LARGEST_FORM))
                .post("/sign-in")
                .statusCode();

        assertThat(status).isEqualTo(413);
    }

    private static RequestSpecification browser() {
        return given().redirects().follow(false).accept("*/*");
    }

    private static Map<String, String> visitor() {
        return browser().get("/sign-in").cookies();
    }

    /** The answer to somebody who comes in as one of the demo's people. */
    private static Response entered(String person) {
        var cookies = visitor();
        var answer = browser()
                .cookies(cookies)
                .formParam("csrf", csrf(browser().cookies(cookies).get("/sign-in")))
                .formParam("person", person)
                .post("/sign-in");
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(303);
        return answer;
    }

    private static Session signIn(String person) {
        var cookie = entered(person).cookie(COOKIE);
        var form = browser().cookie(COOKIE, cookie).get("/playground/session").<String>path("form");
        return new Session(cookie, form);
    }

    private static String csrf(Response page) {
        var found = CSRF.matcher(page.asString());
        assertThat(found.find()).as("%s", page.asString()).isTrue();
        return found.group(1);
    }
}
