package io.countersign.door.browser;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartChecksTest {

    @Test
    void the_key_that_makes_tokens_of_the_development_issuer_is_refused_outside_development() {
        assertThatThrownBy(() -> refuse(Map.of("countersign.browser.dev-key", "key.json")))
                .hasMessageContaining("COUNTERSIGN_DEV_KEY");
    }

    @Test
    void on_a_developers_machine_it_is_not() {
        var settings = Map.of("countersign.browser.dev-key", "key.json", "countersign.identity.development", "true");

        assertThatCode(() -> refuse(settings)).doesNotThrowAnyException();
        assertThatCode(() -> refuse(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void a_public_address_is_an_origin() {
        for (var none : List.of(
                "desk.example.com",
                "ftp://desk.example.com",
                "https://",
                "https://desk.example.com/desk",
                "https://desk.example.com?x",
                "https://ana@desk.example.com",
                "https://desk example.com")) {
            assertThatThrownBy(() -> refuse(Map.of("countersign.browser.address", none)))
                    .as(none)
                    .hasMessageContaining("public address");
        }
        for (var address : List.of("https://desk.example.com", "http://10.0.0.1:8090/", "https://[2001:db8::1]:8443")) {
            assertThatCode(() -> refuse(Map.of("countersign.browser.address", address)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void where_the_provider_is_found_is_an_address() {
        for (var none : List.of("keycloak:8080/realms/countersign", "https://", "http://id.example/?realm=1")) {
            assertThatThrownBy(() -> refuse(Map.of("countersign.browser.provider", none)))
                    .as(none)
                    .hasMessageContaining("COUNTERSIGN_PROVIDER");
        }
        for (var address : List.of("https://id.example", "http://keycloak:8080/realms/countersign")) {
            assertThatCode(() -> refuse(Map.of("countersign.browser.provider", address)))
                    .doesNotThrowAnyException();
        }
    }

    private static void refuse(Map<String, String> settings) {
        var config = TestConfig.of(settings);
        StartChecks.refuse(config.browser(), config.identity());
    }
}
