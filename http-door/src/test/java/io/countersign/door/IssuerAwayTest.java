package io.countersign.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that has not been there since the service started. */
@QuarkusTest
@WithTestResource(Issuer.class)
@TestProfile(IssuerAwayTest.Nowhere.class)
class IssuerAwayTest {

    /** The keys are at an address where nobody is. */
    public static final class Nowhere implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mp.jwt.verify.publickey.location", "http://127.0.0.1:1/keys");
        }
    }

    @Test
    void a_token_of_which_nobody_can_say_whether_it_is_good_is_not_called_bad() {
        var token = Issuer.tokenWith(Map.of("tenant", "acme", "azp", "bot"));

        given().auth()
                .oauth2(token)
                .get("/shelf")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("code", equalTo("BROKER_AWAY"), "detail", not(containsString(token)));
    }
}
