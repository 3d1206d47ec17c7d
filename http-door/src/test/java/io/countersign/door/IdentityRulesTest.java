package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityRulesTest {

    @Test
    void the_development_issuer_is_for_development_only() {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("issuer", "countersign-dev", "jwks", "keys.json")))
                .withMessageContaining("COUNTERSIGN_DEVELOPMENT=true");
        assertThatCode(() -> check(Map.of("issuer", "countersign-dev", "jwks", "keys.json", "development", "true")))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of("issuer", "https://id.example", "jwks", "keys.json")))
                .doesNotThrowAnyException();
    }

    @Test
    void nothing_starts_without_an_issuer_and_its_keys() {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("jwks", "keys.json")))
                .withMessageContaining("COUNTERSIGN_ISSUER");
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of("issuer", "https://id.example")))
                .withMessageContaining("COUNTERSIGN_JWKS");
    }

    private static void check(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(IdentityConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("countersign.identity." + name, value));
        new IdentityRules(builder.build().getConfigMapping(IdentityConfig.class)).check(new StartupEvent());
    }
}
