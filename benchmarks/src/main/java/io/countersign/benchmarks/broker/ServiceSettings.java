package io.countersign.benchmarks.broker;

import io.countersign.policystream.PolicyStreamConfig;
import io.countersign.policystream.StreamsSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** What the service gives to Kafka Streams, outside of the service. */
public final class ServiceSettings {

    private static final int SOURCE = 100;

    private ServiceSettings() {}

    /** Its own settings, but for the broker, the folder of its stores and the application's name. */
    public static Properties of(String kafka, Path state, String application) {
        var settings = Map.of(
                "countersign.policy-stream.kafka",
                kafka,
                "countersign.policy-stream.state",
                state.toString(),
                "countersign.policy-stream.advertised",
                "127.0.0.1:1",
                "countersign.policy-stream.streams.application-id",
                application);
        return StreamsSettings.of(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "benchmark", SOURCE))
                .addSystemSources()
                .withConverter(MemorySize.class, SOURCE, new MemorySizeConverter())
                .withConverter(Duration.class, SOURCE, new DurationConverter())
                .withMapping(PolicyStreamConfig.class)
                .build()
                .getConfigMapping(PolicyStreamConfig.class));
    }
}
