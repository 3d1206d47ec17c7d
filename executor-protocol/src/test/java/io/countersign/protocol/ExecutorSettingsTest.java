package io.countersign.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.ActionGlob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorSettingsTest {

    @Test
    void what_we_depend_on_counts_whatever_the_operator_says() {
        var settings = new ExecutorSettings(
                "broker:9092",
                "http://registry",
                "executor-service",
                "one",
                List.of(new Subscription(new ActionGlob("*"), 1)),
                Duration.ofSeconds(1),
                Map.of("bootstrap.servers", "other:9092", "acks", "0", "security.protocol", "SSL"));

        assertThat(settings.kafkaProperties(Map.of("acks", "all")))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "broker:9092",
                        "client.id", "one",
                        "security.protocol", "SSL",
                        "acks", "all"));
    }
}
