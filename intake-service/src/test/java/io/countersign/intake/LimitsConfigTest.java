package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.door.admission.CallerLimits.Rates;
import io.countersign.door.admission.Rate;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsConfigTest {
    private static final long MEBI = 1024L * 1024;

    @Test
    void the_defaults_are_those_of_the_documentation() {
        var config = config(Map.of());

        assertThat(Wiring.rates(config)).isEqualTo(rates(5, 200, 8 * MEBI, 2_000, 64 * MEBI));
        assertThat(config.userWaiting()).isEqualTo(500);
        assertThat(config.tenantWaiting()).isEqualTo(5_000);
        assertThat(config.remembered()).isEqualTo(100_000);
    }

    @Test
    void every_setting_can_be_set() {
        var config = config(Map.of(
                "user-requests", "1",
                "user-bytes", "2",
                "tenant-requests", "3",
                "tenant-bytes", "4K",
                "burst", "6s",
                "user-waiting", "7",
                "tenant-waiting", "8",
                "remembered", "9"));

        assertThat(Wiring.rates(config)).isEqualTo(rates(6, 1, 2, 3, 4_096));
        assertThat(config.userWaiting()).isEqualTo(7);
        assertThat(config.tenantWaiting()).isEqualTo(8);
        assertThat(config.remembered()).isEqualTo(9);
    }

    @Test
    void all_are_off_together_or_one_by_one() {
        assertThat(Wiring.rates(config(Map.of("enabled", "false")))).isEqualTo(rates(5, 0, 0, 0, 0));
        assertThat(Wiring.rates(config(Map.of("user-bytes", "0")))).isEqualTo(rates(5, 200, 0, 2_000, 64 * MEBI));
    }

    private static Rates rates(long burst, long userRequests, long userBytes, long tenantRequests, long tenantBytes) {
        var kept = Duration.ofSeconds(burst);
        return new Rates(
                new Rate(userRequests, kept),
                new Rate(userBytes, kept),
                new Rate(tenantRequests, kept),
                new Rate(tenantBytes, kept));
    }

    private static LimitsConfig config(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(IntakeConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("countersign.intake.limits." + name, value));
        return builder.build().getConfigMapping(IntakeConfig.class).limits();
    }
}
