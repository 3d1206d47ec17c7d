package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedWindowTest {

    @ParameterizedTest
    @CsvSource({
        "PT10M, 2026-03-01T12:00:00Z,     2026-03-01T12:00:00Z",
        "PT10M, 2026-03-01T12:09:59.999Z, 2026-03-01T12:00:00Z",
        "PT10M, 2026-03-01T12:10:00Z,     2026-03-01T12:10:00Z",
        "PT7M,  1970-01-01T00:07:00Z,     1970-01-01T00:07:00Z",
        "PT10S, 2026-03-01T12:00:19Z,     2026-03-01T12:00:10Z",
        "PT10M, 1969-12-31T23:59:00Z,     1969-12-31T23:50:00Z",
    })
    void a_window_is_aligned_to_the_epoch_and_contains_its_opening(Duration length, Instant now, Instant opens) {
        var window = new FixedWindow(length).at(now);

        assertThat(window.opens()).isEqualTo(opens);
        assertThat(window.closes()).isEqualTo(opens.plus(length)).isAfter(now);
    }

    @Test
    void a_window_names_itself_by_its_opening_and_its_length() {
        var window = new FixedWindow(Duration.ofMinutes(10)).at(Instant.parse("2026-11-21T23:11:12Z"));

        assertThat(window.text()).isEqualTo("2026-11-21T23:10:00Z/PT10M");
    }

    @Test
    void a_window_lasts_a_millisecond_at_least() {
        assertThatThrownBy(() -> new FixedWindow(Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(Instant.EPOCH, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
