package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private final Origins origins = new Origins(Set.of("https://desk.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://desk.example",
                "http://localhost",
                "http://LOCALHOST:1",
                "http://127.0.0.1:65535",
                "https://[::1]:8080"
            })
    void pages_of_this_machine_and_those_that_are_named_may(String origin) {
        assertThat(origins.allows(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "https://desk.example:8443",
                "http://desk.example",
                "https://desk.example.evil",
                "http://localhost.evil",
                "http://evil#localhost",
                "http://evil?localhost",
                "http://localhost@evil",
                "file://localhost",
                "localhost",
                "http://127.0.0.1.evil",
                "http://192.168.0.1",
                "ht tp://localhost"
            })
    void no_other_may(String origin) {
        assertThat(origins.allows(origin)).isFalse();
    }
}
