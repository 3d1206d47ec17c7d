package io.countersign.console;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartChecksTest {

    @Test
    void the_development_issuer_is_refused_outside_development() {
        assertThatThrownBy(() -> StartChecks.refuse(config(Map.of()))).hasMessageContaining("COUNTERSIGN_ISSUER");
        assertThatThrownBy(() -> StartChecks.refuse(config(Map.of("countersign.issuer", "countersign-dev"))))
                .hasMessageContaining("countersign-dev");
    }

    @Test
    void so_is_the_key_that_makes_its_tokens() {
        var settings = Map.of("countersign.issuer", "https://id.example.com", "countersign.dev-key", "key.json");

        assertThatThrownBy(() -> StartChecks.refuse(config(settings))).hasMessageContaining("COUNTERSIGN_DEV_KEY");
    }

    @Test
    void a_real_issuer_and_a_developers_machine_are_not() {
        assertThatCode(() -> StartChecks.refuse(config(Map.of("countersign.issuer", "https://id.example.com"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> StartChecks.refuse(config(Map.of("countersign.development", "true"))))
                .doesNotThrowAnyException();
    }

    private static ConsoleConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(ConsoleConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(ConsoleConfig.class);
    }
}
