package io.countersign.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of a provider that has its keys at an address. */
@QuarkusTest
@WithTestResource(PlayedKeys.class)
class ProviderKeysTest {

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

    private static ValidatableResponse show(String token) {
        return given().auth().oauth2(token).get("/shelf").then();
    }
}
