package io.countersign.policystream;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The service's settings without the service. */
final class TestSettings {

    private TestSettings() {}

    /** The defaults, except where a setting says otherwise. */
    static PolicyStreamConfig config(Map<String, String> settings) {
        var prefixed = new HashMap<String, String>();
        settings.forEach((name, value) -> prefixed.put("countersign.policy-stream." + name, value));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withConverter(io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(PolicyStreamConfig.class)
                .build()
                .getConfigMapping(PolicyStreamConfig.class);
    }
}
