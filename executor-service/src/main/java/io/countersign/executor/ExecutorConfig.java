package io.countersign.executor;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of executor-service. Those that have an environment variable name it in application.properties. */
@ConfigMapping(prefix = "countersign.executor")
public interface ExecutorConfig {

    /** Where the broker is: host and port, several with commas. */
    @WithDefault("127.0.0.1:9092")
    String kafka();

    /** The schema registry's API. */
    @WithDefault("http://127.0.0.1:8081/apis/ccompat/v7")
    String registry();

    /** The routes file, YAML or JSON. In development it may be absent: then every action is echoed. */
    Optional<Path> routes();

    /** The public keys that verify approvals: a file or URL of a JWK set. */
    Optional<String> keys();

    /** A file with the bearer token for a URL of keys. */
    Optional<Path> serviceToken();

    /** The consumer group: what actions name as their executor. */
    @WithDefault("executor-service")
    String group();

    /** How this instance is called in outcomes; host and process by default. */
    Optional<String> instance();

    /** How long running calls may go on when the service ends. */
    @WithDefault("8s")
    Duration drain();

    /** About how much memory the answers take that may be given again; 0 turns the cache off. */
    @WithDefault("32M")
    MemorySize cacheBytes();

    /** Further properties of all Kafka clients, such as those of TLS and SASL. */
    Map<String, String> client();
}
