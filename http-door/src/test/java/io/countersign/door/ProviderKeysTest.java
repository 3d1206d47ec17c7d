package io.countersign.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of a provider that has its keys at an address. */
@QuarkusTest
@WithTestResource(PlayedKeys.class)
class ProviderKeysTest {

    @TestHTTPResource("/shelf")
    @SuppressWarnings("NullAway.Init")
    URI shelf;

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void whatever_a_private_key_signs_is_taken(String algorithm) throws JoseException {
        show(PlayedKeys.token(algorithm, algorithm)).statusCode(200).body("[0]", equalTo("acme/ana"));
    }

    @ParameterizedTest
    @CsvSource({"RS256, PS256", "PS512, RS512", "encryption, RS256"})
    void a_key_signs_in_its_own_way_only(String key, String algorithm) throws JoseException {
        show(PlayedKeys.token(key, algorithm)).statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void a_key_that_came_later_is_fetched_for_the_first_token_that_names_it() throws JoseException {
        show(PlayedKeys.token("RS256", "RS256")).statusCode(200);

        PlayedKeys.add("later", "ES256");

        show(PlayedKeys.token("later", "ES256")).statusCode(200);
        show(PlayedKeys.token("RS256", "RS256")).statusCode(200);
    }

    /** Verifying may wait for the keys, and the body comes meanwhile, also that of a request that asks for HTTP/2. */
    @ParameterizedTest
    @CsvSource({"HTTP_1_1, 1", "HTTP_1_1, 500000", "HTTP_2, 1", "HTTP_2, 10000", "HTTP_2, 60000", "HTTP_2, 500000"})
    void a_body_comes_whole_with_a_token_of_a_provider(HttpClient.Version version, int length) throws Exception {
        var thing = "{\"name\":\"" + "x".repeat(length) + "\"}";
        try (var client = HttpClient.newBuilder().version(version).build()) {
            for (int time = 0; time < 3; time++) {
                var request = HttpRequest.newBuilder(shelf)
                        .timeout(Duration.ofSeconds(5))
                        .header("Authorization", "Bearer " + PlayedKeys.token("RS256", "RS256"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(thing))
                        .build();

                var answer = client.send(request, BodyHandlers.ofString());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(thing);
            }
        }
    }

    private static ValidatableResponse show(String token) {
        return given().auth().oauth2(token).get("/shelf").then();
    }
}
