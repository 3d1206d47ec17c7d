package io.countersign.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that has names of its own for what we ask of a token. */
@QuarkusTest
@WithTestResource(Issuer.class)
@TestProfile(NamedClaimsTest.Names.class)
class NamedClaimsTest {

    /** The names. */
    public static final class Names implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "COUNTERSIGN_CLAIM_TENANT", "org",
                    "COUNTERSIGN_CLAIM_USER", "login",
                    "COUNTERSIGN_CLAIM_AGENT", "client_id",
                    "COUNTERSIGN_CLAIM_GROUPS", "realm_access.roles");
        }
    }

    @Test
    void the_caller_and_the_roles_are_those_that_the_names_say() {
        var token = Issuer.tokenWith(Map.of(
                "org",
                "globex",
                "login",
                "bo",
                "client_id",
                "bot",
                "realm_access",
                Map.of("roles", List.of("keeper"))));

        given().auth().oauth2(token).get("/shelf").then().statusCode(200).body("[0]", equalTo("globex/bo"));
        given().auth().oauth2(token).put("/shelf/cup").then().statusCode(200);
    }

    @Test
    void claims_of_our_names_say_nothing() {
        var roles = Issuer.tokenWith(
                Map.of("org", "globex", "login", "bo", "client_id", "bot", "groups", List.of("keeper")));
        var tenant = Issuer.tokenWith(Map.of("tenant", "globex", "login", "bo", "client_id", "bot"));
        var user = Issuer.tokenWith(Map.of("org", "globex", "sub", "bo", "client_id", "bot"));

        given().auth().oauth2(roles).put("/shelf/cup").then().statusCode(403);
        given().auth().oauth2(tenant).get("/shelf").then().statusCode(401);
        given().auth().oauth2(user).get("/shelf").then().statusCode(401);
    }

    @Test
    void a_token_without_the_claims_that_others_have_their_names_in_is_a_token_all_the_same() {
        var token = Issuer.tokenWith(claims -> {
            claims.unsetClaim("sub");
            Map.of("org", "globex", "login", "bo", "client_id", "bot").forEach(claims::setClaim);
        });

        given().auth().oauth2(token).get("/shelf").then().statusCode(200).body("[0]", equalTo("globex/bo"));
    }
}
