package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.countersign.contract.Owner;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TokenDoorTest extends DoorTest {

    static List<Function<RequestSpecification, Response>> doors() {
        return List.of(
                request ->
                        request.contentType("application/json").body(echo("{}")).post("/v1/intents"),
                request -> request.get("/v1/intents"),
                request -> request.get("/v1/intents/00000000-0000-7000-8000-000000000000"),
                request -> request.delete("/v1/intents/00000000-0000-7000-8000-000000000000"),
                request -> request.get("/v1/intents/00000000-0000-7000-8000-000000000000/events"),
                request -> request.get("/v1/actions"),
                request -> request.get("/v1/budgets"),
                request -> request.get("/q/metrics"));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void without_a_token_every_door_is_closed(Function<RequestSpecification, Response> door) {
        refused(door.apply(given())).header("WWW-Authenticate", "Bearer");
        refused(door.apply(given().header("Authorization", "Basic YTpi"))).header("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void with_a_forged_token_every_door_is_closed(Function<RequestSpecification, Response> door) {
        refused(door.apply(given().auth().oauth2(token() + "x")))
                .header("WWW-Authenticate", startsWith("Bearer error=\"invalid_token\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "e30.e30.", "", "  "})
    void what_is_no_token_is_refused(String token) {
        refused(given().header("Authorization", "Bearer " + token).get("/v1/intents"));
    }

    @Test
    void a_token_of_another_key_is_refused(@TempDir Path elsewhere) {
        var forger = DevelopmentIdentity.in(elsewhere);

        refusedToken(forger.token(TokenRequest.person("acme", "ana")));
    }

    @Test
    void a_token_without_a_signature_is_refused() throws JoseException {
        var unsigned = new JsonWebSignature();
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        unsigned.setPayload(claims(all -> {}).toJson());

        refusedToken(unsigned.getCompactSerialization());
    }

    @Test
    void a_token_signed_with_the_public_key_as_a_secret_is_refused() throws Exception {
        var publicKeys =
                java.nio.file.Files.readAllBytes(around.stack().identity().publicKeys());
        var confused = new JsonWebSignature();
        confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        confused.setKey(new HmacKey(publicKeys));
        confused.setPayload(claims(all -> {}).toJson());

        refusedToken(confused.getCompactSerialization());
    }

    @Test
    void a_token_whose_claims_were_changed_is_refused() {
        var parts = token().split("\\.", -1);
        var changed = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("ana", "bob");

        refusedToken(parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2]);
    }

    @Test
    void issuer_audience_and_time_have_to_be_right() {
        refusedToken(signed(claims -> claims.setIssuer("somebody-else")));
        refusedToken(signed(claims -> claims.unsetClaim("iss")));
        refusedToken(signed(claims -> claims.setAudience("another-service")));
        refusedToken(signed(claims -> claims.unsetClaim("aud")));
        refusedToken(signed(claims -> claims.setExpirationTime(inSeconds(-120))));
        refusedToken(signed(claims -> claims.unsetClaim("exp")));
        refusedToken(signed(claims -> claims.setNotBefore(inSeconds(600))));
    }

    @Test
    void times_that_no_calendar_has_are_refused_and_the_last_second_of_9999_is_not() {
        var last = 253_402_300_799L;
        for (var time : List.<Object>of(last + 1, 100_000_000_000_000_000L, Long.MAX_VALUE, 1e300, "soon")) {
            refusedToken(signed(claims -> claims.setClaim("exp", time)));
        }
        refusedToken(signed(claims -> claims.setClaim("iat", -1e17)));

        var token = signed(claims -> claims.setClaim("exp", last));
        for (var round = 0; round < 2; round++) {
            given().auth().oauth2(token).get("/v1/budgets").then().statusCode(200);
        }
        given().auth()
                .oauth2(token)
                .get("/v1/intents/00000000-0000-7000-8000-000000000000/events")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "sub", "azp"})
    void a_token_that_does_not_say_who_it_is_for_is_refused(String claim) {
        for (var token : List.of(
                signed(claims -> claims.unsetClaim(claim)),
                signed(claims -> claims.setClaim(claim, "")),
                signed(claims -> claims.setClaim(claim, List.of("acme"))))) {
            refused(given().auth().oauth2(token).get("/v1/intents"))
                    .header("WWW-Authenticate", startsWith("Bearer error=\"invalid_token\""));
        }
    }

    @Test
    void an_owner_has_at_most_256_bytes() {
        var longest = "a".repeat(256 - "acme/".length());

        given().auth()
                .oauth2(token(new Owner("acme", longest)))
                .get("/v1/intents")
                .then()
                .statusCode(200);
        refused(given().auth()
                .oauth2(signed(claims -> claims.setSubject(longest + "a")))
                .get("/v1/intents"));
    }

    @Test
    void what_the_body_or_headers_claim_about_the_caller_counts_for_nothing() {
        var id = post(
                        authenticated()
                                .header("X-Tenant", "other")
                                .header("X-Forwarded-User", "bob")
                                .header("Countersign-Request-Id", "forged"),
                        echo("{\"tenant\": \"other\", \"roles\": [\"finance\"]}"))
                .statusCode(202)
                .extract()
                .<String>path("id");

        var command = around.broker().submitted(id).getFirst();
        assertThat(command.key()).isEqualTo(ANA.key());
        assertThat(command.value().getRoles()).containsExactly("agents", "support");
        assertThat(command.headers()).doesNotContainValue("forged");
    }

    @Test
    void health_and_openapi_are_open() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/openapi").then().statusCode(200);
    }

    @Test
    void metrics_are_there_for_whoever_has_a_token() {
        post(echo("{\"refuse\": \"RULE\"}"));

        authenticated()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString("countersign_intake_requests_seconds_count{code=\"RULE\""))
                .body(org.hamcrest.Matchers.containsString("countersign_intake_decision_seconds_count"))
                .body(org.hamcrest.Matchers.containsString("countersign_intake_waiting"))
                .body(not(org.hamcrest.Matchers.containsString("acme")));
    }

    private static io.restassured.response.ValidatableResponse refused(Response answer) {
        return answer.then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    private static void refusedToken(String token) {
        refused(given().auth().oauth2(token).get("/v1/intents"));
    }

    private String signed(Consumer<JwtClaims> change) {
        return around.stack().identity().sign(claims(change));
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer(DevelopmentIdentity.ISSUER);
        claims.setAudience(DevelopmentIdentity.AUDIENCE);
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setStringListClaim("groups", "support");
        claims.setIssuedAtToNow();
        claims.setExpirationTime(inSeconds(600));
        change.accept(claims);
        return claims;
    }

    private static NumericDate inSeconds(int seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }
}
