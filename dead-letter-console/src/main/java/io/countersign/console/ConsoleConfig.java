package io.countersign.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The desk's settings. Those that have an environment variable name it in application.properties. */
@ConfigMapping(prefix = "countersign.console")
public interface ConsoleConfig {

    /** URL of the schema registry's Confluent API. */
    @WithDefault("http://127.0.0.1:8081/apis/ccompat/v7")
    String registry();

    /** How long the broker may take to accept a command. */
    @WithDefault("10s")
    Duration acknowledgeWithin();

    /** How long a command's answer is waited for. */
    @WithDefault("5s")
    Duration answerWithin();

    /** How long a page waits for the row to show what an answer said. */
    @WithDefault("2s")
    Duration showWithin();

    /** How many letters a page of the list shows. */
    @WithDefault("50")
    int pageSize();
}
