package io.countersign.intake.door;

import static io.restassured.RestAssured.given;

import io.countersign.contract.Owner;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/** What the tests of all doors have: surroundings, an owner and a token of theirs. */
@QuarkusTestResource(DoorStack.class)
abstract class DoorTest {
    static final Owner ANA = new Owner("acme", "ana");

    @SuppressWarnings("NullAway.Init")
    Surroundings around;

    /** Waits until the doors read what they show. */
    static void awaitReadiness() {
        Awaitility.await()
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    String token() {
        return token(ANA);
    }

    String token(Owner owner) {
        return around.stack()
                .identity()
                .token(new TokenRequest(owner.tenant(), owner.user(), "bot", "ops", Set.of("support", "agents")));
    }

    /** As Ana herself, through a client of people. */
    RequestSpecification inPerson() {
        var token = around.stack()
                .identity()
                .token(new TokenRequest("acme", "ana", "countersign-cli", "ops", Set.of("support")));
        return given().auth().oauth2(token).accept("*/*");
    }

    RequestSpecification authenticated() {
        return given().auth().oauth2(token()).accept("*/*");
    }

    ValidatableResponse post(RequestSpecification request, String body) {
        return request.contentType("application/json")
                .body(body)
                .post("/v1/intents")
                .then();
    }

    /** As the caller of these tests, with nothing special. */
    ValidatableResponse post(String body) {
        return post(authenticated(), body);
    }

    static String echo(String parameters) {
        return "{\"action\": \"echo\", \"parameters\": " + parameters + "}";
    }

    /** A token of Ana's that is over soon. */
    /** A token in the last seconds of the minute by which clocks may differ. */
    String goodForThreeSeconds() {
        var claims = new JwtClaims();
        claims.setIssuer(DevelopmentIdentity.ISSUER);
        claims.setAudience(DevelopmentIdentity.AUDIENCE);
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        var now = NumericDate.now().getValue();
        claims.setIssuedAt(NumericDate.fromSeconds(now - 600));
        claims.setExpirationTime(NumericDate.fromSeconds(now - 57));
        return around.stack().identity().sign(claims);
    }
}
