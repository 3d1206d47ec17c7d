package io.countersign.console.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAwayTest {

    @ParameterizedTest
    @CsvSource({"08001, true", "08006, true", "57P01, true", "57P03, true", "57014, false", "22021, false", ", false"})
    void only_a_failed_connection_means_that_the_database_is_away(String state, boolean away) {
        assertThat(DatabaseAwayException.tellsOf(new SQLException("told by a test", state)))
                .isEqualTo(away);
    }

    @Test
    void a_cursor_holds_nothing_that_the_database_cannot_be_asked() {
        var now = new Cursor(Instant.parse("2026-11-21T10:00:00Z"), "an id");

        assertThat(Cursor.parse(now.text())).contains(now);
        assertThat(Cursor.parse(new Cursor(now.at(), "a\0b").text())).isEmpty();
        assertThat(Cursor.parse(new Cursor(Instant.parse("-9999-01-01T00:00:00Z"), "an id").text()))
                .isEmpty();
    }
}
