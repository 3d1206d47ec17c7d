package io.countersign.door.browser;

import io.countersign.door.IdentityConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a service with pages is configured with. */
record TestConfig(BrowserConfig browser, IdentityConfig identity) {

    /** These settings, and of those that every service has, what they leave out. */
    static TestConfig of(Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "countersign.browser.place", "the house",
                "countersign.browser.cookie", "house",
                "countersign.browser.client", "house-pages"));
        all.putAll(settings);
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(BrowserConfig.class)
                .withMapping(IdentityConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build();
        return new TestConfig(
                config.getConfigMapping(BrowserConfig.class), config.getConfigMapping(IdentityConfig.class));
    }
}
