package io.countersign.policystream;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Leaves out the lines in which Kafka Streams announces a failure that {@link StreamFailures} tells: four more, each with
 * the same stack.
 */
@LoggingFilter(name = "one-line-per-failure")
public final class OneLinePerFailure implements Filter {

    @Override
    public boolean isLoggable(LogRecord line) {
        boolean announces = line.getThrown() != null
                && line.getLevel().intValue() >= Level.SEVERE.intValue()
                && StreamFailures.HERALDS.contains(line.getLoggerName());
        return !announces || String.valueOf(line.getMessage()).contains("Failed to close");
    }
}
