package io.countersign.door.browser;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PlayedProvider.class)
class ProviderSignInTest {
    private static final String FLOW = "house-flow";

    @Test
    void the_page_leads_to_the_provider_and_offers_nobody() {
        given().get("/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("Sign in to the house"))
                .body(containsString("href=\"/sign-in/provider\""), not(containsString("Fiona")));
    }

    @Test
    void the_way_there_says_who_asks_and_proves_later_that_it_was_the_same() throws Exception {
        var begun = begin();
        var asked = query(begun.header("Location"));

        assertThat(begun.header("Location")).contains("/realm/auth?");
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "house-pages")
                .containsEntry("scope", "openid")
                .containsEntry("code_challenge_method", "S256");
        assertThat(asked.get("redirect_uri")).endsWith("/sign-in/return");
        var flow = begun.detailedCookie(FLOW);
        assertThat(flow.isHttpOnly()).isTrue();
        assertThat(flow.getSameSite()).isEqualTo("Lax");
        assertThat(flow.getPath()).isEqualTo("/sign-in");
        var known = flow.getValue().split("\\.");
        assertThat(known[0]).isEqualTo(asked.get("state"));
        var digest = MessageDigest.getInstance("SHA-256").digest(known[1].getBytes(StandardCharsets.US_ASCII));
        assertThat(asked.get("code_challenge"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    @Test
    void the_way_back_ends_with_a_session_and_a_page_of_ours() {
        var begun = begin();
        var verifier = begun.cookie(FLOW).split("\\.")[1];

        var ended = end(begun, "good");

        ended.then().statusCode(200).header("Cache-Control", "no-store").body(containsString("content=\"0;url=/\""));
        var session = ended.detailedCookie("house");
        assertThat(session.isHttpOnly()).isTrue();
        assertThat(session.getSameSite()).isEqualTo("Strict");
        assertThat(session.getMaxAge())
                .as("the five minutes of the token, and the one by which clocks may differ")
                .isBetween(301L, 360L);
        assertThat(session.getValue().split("\\.")).hasSize(3);
        assertThat(ended.detailedCookie(FLOW).getMaxAge()).isZero();
        assertThat(PlayedProvider.EXCHANGES.getLast())
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code_verifier", verifier)
                .containsEntry("client_id", "house-pages")
                .containsEntry("client_secret", "of the client")
                .containsEntry("redirect_uri", query(begun.header("Location")).get("redirect_uri"));
    }

    @ParameterizedTest
    @CsvSource({
        "stranger, 403, FORBIDDEN",
        "unknown, 403, FORBIDDEN",
        "long, 413, TOO_LARGE",
        "broken, 503, BROKER_AWAY"
    })
    void what_is_no_token_for_us_is_no_session(String code, int status, String problem) {
        var ended = end(begin(), code);

        ended.then().statusCode(status).body("code", equalTo(problem));
        assertThat(ended.cookies()).doesNotContainKey("house");
    }

    @Test
    void a_way_back_that_was_not_begun_here_asks_for_nothing() {
        var begun = begin();
        var other = begin();
        var before = PlayedProvider.EXCHANGES.size();

        for (var request : new RequestSpecification[] {
            browser(),
            browser().cookie(FLOW, other.cookie(FLOW)),
            browser().cookie(FLOW, ""),
            browser().cookie(FLOW, ".")
        }) {
            request.queryParam("state", query(begun.header("Location")).get("state"))
                    .queryParam("code", "good")
                    .get("/sign-in/return")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("MALFORMED"));
        }
        browser().cookie(FLOW, begun.cookie(FLOW)).get("/sign-in/return").then().statusCode(400);
        assertThat(PlayedProvider.EXCHANGES).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.com", "evil.com:80", "127.0.0.1.evil.com", "localhost@evil.com"})
    void nobody_is_sent_back_to_a_name_that_is_not_ours(String host) {
        for (var path : List.of("/sign-in/provider", "/sign-in/return")) {
            var begun = begin();
            var before = PlayedProvider.EXCHANGES.size();

            var answer = browser()
                    .header("Host", host)
                    .cookie(FLOW, begun.cookie(FLOW))
                    .queryParam("state", query(begun.header("Location")).get("state"))
                    .queryParam("code", "good")
                    .get(path);

            answer.then().statusCode(400).body("code", equalTo("MALFORMED"));
            assertThat(answer.header("Location")).isNull();
            assertThat(PlayedProvider.EXCHANGES).hasSize(before);
        }
    }

    @Test
    void cookies_of_a_service_without_tls_are_not_kept_for_tls() {
        assertThat(begin().detailedCookie(FLOW).isSecured()).isFalse();
        assertThat(end(begin(), "good").detailedCookie("house").isSecured()).isFalse();
    }

    @Test
    void whom_the_provider_does_not_sign_in_is_told_so() {
        var begun = begin();

        browser()
                .cookie(FLOW, begun.cookie(FLOW))
                .queryParam("state", query(begun.header("Location")).get("state"))
                .queryParam("error", "access_denied")
                .get("/sign-in/return")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
    }

    private static RequestSpecification browser() {
        return given().redirects().follow(false);
    }

    private static Response begin() {
        var begun = browser().get("/sign-in/provider");
        assertThat(begun.statusCode()).as("%s", begun.asString()).isEqualTo(303);
        return begun;
    }

    private static Response end(Response begun, String code) {
        return browser()
                .cookie(FLOW, begun.cookie(FLOW))
                .queryParam("state", query(begun.header("Location")).get("state"))
                .queryParam("code", code)
                .get("/sign-in/return");
    }

    private static Map<String, String> query(String address) {
        return Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }
}
