package io.countersign.door.browser;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy that ends TLS: whatever the request says, browsers come by the address that was set. */
@QuarkusTest
@WithTestResource(PlayedProvider.class)
@TestProfile(PublicAddressTest.BehindProxy.class)
class PublicAddressTest {

    /** The service as it is called from outside. */
    public static final class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("countersign.browser.address", "https://desk.example.com/");
        }
    }

    @Test
    void the_way_back_leads_to_the_address_that_was_set_whatever_the_request_says() {
        for (var host : new String[] {"evil.com", "desk.example.com", "127.0.0.1"}) {
            var begun = given().redirects().follow(false).header("Host", host).get("/sign-in/provider");

            begun.then()
                    .statusCode(303)
                    .header(
                            "Location",
                            containsString("redirect_uri=https%3A%2F%2Fdesk.example.com%2Fsign-in%2Freturn&"));
            assertThat(begun.detailedCookie("house-flow").isSecured()).isTrue();
        }
    }

    @Test
    void what_a_browser_keeps_it_keeps_for_tls() {
        var begun = given().redirects().follow(false).get("/sign-in/provider");
        var state = begun.cookie("house-flow").split("\\.")[0];

        var ended = given().cookie("house-flow", begun.cookie("house-flow"))
                .queryParam("state", state)
                .queryParam("code", "good")
                .get("/sign-in/return");

        assertThat(ended.detailedCookie("house").isSecured()).isTrue();
        assertThat(PlayedProvider.EXCHANGES.getLast())
                .containsEntry("redirect_uri", "https://desk.example.com/sign-in/return");
    }
}
