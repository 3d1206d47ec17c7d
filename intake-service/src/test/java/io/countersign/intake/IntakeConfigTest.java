package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeConfigTest {

    @Test
    void the_defaults_are_those_of_the_documentation() {
        assertThat(described(Map.of()))
                .isEqualTo("127.0.0.1:9092 http://127.0.0.1:8081/apis/ccompat/v7 4 http://127.0.0.1:8091 "
                        + "PT2S PT4S PT5S 10000 PT15S PT50S PT5S PT5S []");
    }

    @Test
    void every_setting_can_be_set() {
        var settings = new HashMap<String, String>();
        settings.put("kafka", "a:1,b:2");
        settings.put("registry", "http://r");
        settings.put("partitions", "12");
        settings.put("policy-stream", "http://p");
        settings.put("decision-within", "1s");
        settings.put("acknowledged-within", "3s");
        settings.put("query-within", "6s");
        settings.put("waiting", "7");
        settings.put("keep-alive", "8s");
        settings.put("tool-within", "9s");
        settings.put("tool-list-every", "11s");
        settings.put("drain", "12s");
        settings.put("origins", "https://a.example");

        assertThat(described(settings))
                .isEqualTo("a:1,b:2 http://r 12 http://p PT1S PT3S PT6S 7 PT8S PT9S PT11S PT12S [https://a.example]");
    }

    private static String described(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(IntakeConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("countersign.intake." + name, value));
        var config = builder.build().getConfigMapping(IntakeConfig.class);
        return String.join(
                " ",
                config.kafka(),
                config.registry(),
                Integer.toString(config.partitions()),
                config.policyStream().toString(),
                config.decisionWithin().toString(),
                config.acknowledgedWithin().toString(),
                config.queryWithin().toString(),
                Integer.toString(config.waiting()),
                config.keepAlive().toString(),
                config.toolWithin().toString(),
                config.toolListEvery().toString(),
                config.drain().toString(),
                config.origins().orElse(Set.of()).toString());
    }
}
