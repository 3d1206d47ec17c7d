package io.countersign.executor.routes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.executor.connector.InvalidRoutes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralSecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password: hunter22 | password",
                "key: hunter22 | key",
                "providers: {a: {key: hunter22}} | providers.a.key",
                "headers: {Authorization: hunter22} | headers.Authorization",
                "headers: {X-Api-Key: hunter22} | headers.X-Api-Key",
                "headers: {X-Session-Token: hunter22} | headers.X-Session-Token",
                "headers: {Cookie: 'a=hunter22'} | headers.Cookie",
                "query: {api_key: hunter22} | query.api_key",
                "body: {client_secret: hunter22} | body.client_secret",
                "headers: {X-Other: 'Bearer hunter22hunter22'} | headers.X-Other",
                "body: [{note: 'sk-hunter22hunter22hunter22'}] | body[0].note",
                "url: 'https://user:hunter22@host/' | url",
                "url: 'https://host/?token=hunter22' | url",
                "statement: \"select 'AKIAABCDEFGHIJKLMNOP'\" | statement",
            })
    void a_secret_in_the_file_is_refused_by_its_place_and_not_repeated(String route, String place) {
        assertThatThrownBy(() -> refuse(route))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageStartingWith("routes[0]." + place + ": a secret stands here itself")
                .hasMessageNotContaining("hunter22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: '${env:PASSWORD}'",
                "key: '${file:/run/secrets/key}'",
                "headers: {Authorization: 'Bearer ${env:TOKEN}', X-User-Token: '{intent.user}'}",
                "tls: {certificate: /etc/tls/client.pem, key: /etc/tls/client.key}",
                "body: {key: colour, token: '{parameters.token}'}",
                "query: {key: colour}",
                "idempotencyHeader: Idempotency-Key",
                "response: {failure: {when: /error, code: TOKEN_EXPIRED}}",
                "url: 'https://host/a:b@c?key={parameters.key}'",
            })
    void what_is_none_is_let_be(String route) {
        assertThatCode(() -> refuse(route)).doesNotThrowAnyException();
    }

    private static void refuse(String route) throws Exception {
        LiteralSecrets.refuse("routes[0]", new YAMLMapper().readTree(route));
    }
}
