package io.countersign.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/intents, /v1/intents",
        "/v1/intents/abc, /v1/intents/{id}",
        "/v1/intents/abc/events, /v1/intents/{id}/events",
        "/v1/intents/abc/else, other",
        "/v1/sessions, /v1/sessions",
        "/v1/sessions/abc, /v1/sessions/{id}",
        "/mcp, /mcp",
        "/mcp;x, other",
        "/v1/budgets;x, other",
        "/etc/passwd, other"
    })
    void paths_are_counted_by_the_route_they_take(String path, String route) {
        assertThat(Route.of(path)).isEqualTo(route);
    }

    @Test
    void a_path_is_one_short_word_of_the_log() {
        assertThat(Route.shown("/a b\nINFO\u00e4")).isEqualTo("/a?b?INFO?");
        assertThat(Route.shown("/" + "a".repeat(1000))).hasSize(203);
    }
}
