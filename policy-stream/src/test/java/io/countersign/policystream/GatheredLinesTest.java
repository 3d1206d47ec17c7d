package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.OutputStreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines are written in pieces, and all of them, in their order. */
final class GatheredLinesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ExtHandler writer = writer();
    private final GatheredLines gathered = GatheredLines.of(List.of(writer));

    private ExtHandler writer() {
        var handler = new OutputStreamHandler(out, new PatternFormatter("%s\n"));
        handler.setAutoFlush(true);
        return handler;
    }

    @AfterEach
    void close() {
        gathered.close();
    }

    @Test
    void a_line_is_written_soon() {
        log(Level.INFO, "decided");

        await().atMost(Duration.ofSeconds(5)).until(() -> written().equals("decided\n"));
    }

    @Test
    void a_warning_is_written_at_once_behind_what_was_gathered() {
        log(Level.INFO, "decided");
        log(Level.WARNING, "unreadable");

        assertThat(written()).isEqualTo("decided\nunreadable\n");
    }

    @Test
    void no_line_is_lost_at_the_end_and_later_ones_are_written_by_themselves() {
        IntStream.range(0, 10_000).forEach(number -> log(Level.INFO, "line " + number));
        gathered.close();
        assertThat(written())
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToObj(number -> "line " + number + "\n")
                        .collect(Collectors.joining()));

        log(Level.INFO, "the end");
        assertThat(written()).endsWith("\nthe end\n");
    }

    private void log(Level level, String message) {
        var line = new ExtLogRecord(level, message, ExtLogRecord.FormatStyle.NO_FORMAT, "test");
        writer.publish(line);
        gathered.publish(line);
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
