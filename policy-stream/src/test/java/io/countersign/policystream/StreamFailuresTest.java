package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.contract.Topics;
import io.countersign.policystream.StreamFailures.Failure;
import io.countersign.v1.Tick;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamFailuresTest {

    private static final String PLACE = "Exception caught in process. taskId=0_1, topic=intents.submitted, offset=7";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StreamFailures failures = new StreamFailures(meters, Duration.ZERO);

    @Test
    void the_thread_is_replaced_and_the_failure_counted_by_its_cause() {
        var response = failures.handle(new StreamsException(PLACE, new ArithmeticException("overflow")));

        assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(meters.counter("countersign.stream.failures", "cause", "ArithmeticException")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_failure_names_its_place_and_what_was_thrown() {
        var thrown = new ArithmeticException("overflow");

        assertThat(failures.next(new StreamsException(PLACE, new StreamsException(thrown))))
                .isEqualTo(new Failure(PLACE, thrown, true, 1));
        assertThat(failures.next(thrown)).isEqualTo(new Failure("", thrown, true, 1));
    }

    @Test
    void a_loop_over_one_record_is_counted_and_another_failure_begins_anew() {
        assertThat(times(PLACE, "overflow")).isEqualTo(1);
        assertThat(times("stream-thread [app-StreamThread-2] " + PLACE, "overflow"))
                .isEqualTo(2);
        assertThat(times("stream-thread [app-StreamThread-3] " + PLACE, "overflow"))
                .isEqualTo(3);
        assertThat(times(PLACE, "underflow")).isEqualTo(1);
        assertThat(times("elsewhere", "underflow")).isEqualTo(1);
        assertThat(times(PLACE, "overflow")).isEqualTo(1);
    }

    @Test
    void a_broker_or_registry_that_is_away_is_nothing_that_somebody_must_act_on() {
        assertThat(failures.next(new StreamsException(registryAway())).ours()).isFalse();
        assertThat(failures.next(new StreamsException(new TimeoutException())).ours())
                .isFalse();
        assertThat(failures.next(new StreamsException("the state directory is gone"))
                        .ours())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.streams.KafkaStreams",
                "org.apache.kafka.streams.processor.internals.TaskExecutor",
                "org.apache.kafka.streams.processor.internals.StreamThread",
                "org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler"
            })
    void what_kafka_streams_announces_beforehand_is_left_out(String logger) {
        assertThat(isLogged(logger, Level.SEVERE, "Failed to process stream task", new ArithmeticException()))
                .isFalse();
        assertThat(isLogged(logger, Level.SEVERE, "Failed to close task manager", new ArithmeticException()))
                .isTrue();
        assertThat(isLogged(logger, Level.SEVERE, "the reason is in the words", null))
                .isTrue();
        assertThat(isLogged(logger, Level.WARNING, "will retry", new ArithmeticException()))
                .isTrue();
    }

    @Test
    void the_line_itself_and_everybody_elses_are_not() {
        assertThat(isLogged(StreamFailures.class.getName(), Level.SEVERE, "failed", new ArithmeticException()))
                .isTrue();
        assertThat(isLogged("org.apache.kafka.clients.Metadata", Level.SEVERE, "failed", new ArithmeticException()))
                .isTrue();
    }

    private static RegistryAwayException registryAway() {
        try (var wire = WireFormat.of("http://127.0.0.1:1")) {
            return catchThrowableOfType(RegistryAwayException.class, () -> wire.encode(Topics.TICKS, new Tick(0)));
        }
    }

    private int times(String place, String message) {
        return failures.next(new StreamsException(place, new ArithmeticException(message)))
                .times();
    }

    private static boolean isLogged(String logger, Level level, String message, @Nullable Throwable thrown) {
        var line = new LogRecord(level, message);
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return new OneLinePerFailure().isLoggable(line);
    }
}
