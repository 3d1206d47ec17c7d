package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Optional<String> NOW = Optional.of("Sat, 21 Nov 2026 10:00:00 GMT");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                " 7  | 7",
                "Sat, 21 Nov 2026 10:00:30 GMT | 30",
                "Sat, 21 Nov 2026 09:59:00 GMT | 0",
                "999999999 | 86400",
                "Mon, 21 Nov 2033 10:00:00 GMT | 86400",
            })
    void seconds_and_dates_are_understood(String header, long seconds) {
        assertThat(RetryAfter.read(Optional.of(header), NOW)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "1.5", "''", "99999999999999999999"})
    void what_says_nothing_is_left_aside(String header) {
        assertThat(RetryAfter.read(Optional.of(header), NOW)).isEmpty();
    }

    @Test
    void a_date_without_the_backends_own_clock_says_nothing() {
        assertThat(RetryAfter.read(NOW, Optional.empty())).isEmpty();
        assertThat(RetryAfter.read(Optional.empty(), NOW)).isEmpty();
    }
}
