package io.countersign.policystream;

import io.countersign.policystream.inbox.IssuerAwayException;
import io.countersign.wire.RegistryAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed: it is told in one line and counted ({@code countersign.stream.failures}),
 * and another takes its place, at the same record. A pause before that keeps a lasting trouble from becoming a storm, and
 * a failure that only repeats the last one says how often, without its stack: so the reason of a loop stays on the screen.
 */
final class StreamFailures implements StreamsUncaughtExceptionHandler {

    /** Who logs, each in its own words and with the stack, what comes here in any case. */
    static final Set<String> HERALDS = Set.of(
            "org.apache.kafka.streams.KafkaStreams",
            "org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler",
            "org.apache.kafka.streams.processor.internals.ProcessorNode",
            "org.apache.kafka.streams.processor.internals.StreamTask",
            "org.apache.kafka.streams.processor.internals.StreamThread",
            "org.apache.kafka.streams.processor.internals.TaskExecutor");

    private static final Pattern THREAD = Pattern.compile("^stream-thread \\[[^]]*] ");
    private static final Logger LOG = LoggerFactory.getLogger(StreamFailures.class);

    private final MeterRegistry meters;
    private final Duration pause;
    private final AtomicLong count = new AtomicLong();
    private @Nullable Failure last;

    StreamFailures(MeterRegistry meters, Duration pause) {
        this.meters = meters;
        this.pause = pause;
    }

    /**
     * One failure.
     *
     * @param place what was being done
     * @param ours true if somebody must act; false if the broker, the registry or the issuer of tokens was away
     * @param times how often it has happened in a row
     */
    record Failure(String place, Throwable cause, boolean ours, int times) {

        boolean repeats(Failure other) {
            return place.equals(other.place) && cause.toString().equals(other.cause.toString());
        }

        Failure again(int sofar) {
            return new Failure(place, cause, ours, sofar + 1);
        }
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable trouble) {
        var failure = next(trouble);
        count.incrementAndGet();
        meters.counter(
                        "countersign.stream.failures",
                        "cause",
                        failure.cause().getClass().getSimpleName())
                .increment();
        tell(failure);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** How many threads have failed. */
    long count() {
        return count.get();
    }

    /** The failure, counted on if it is the last one again. */
    synchronized Failure next(Throwable trouble) {
        var cause = cause(trouble);
        var failure = new Failure(place(trouble), cause, !isTheWorlds(cause), 1);
        if (last != null && failure.repeats(last)) {
            failure = failure.again(last.times());
        }
        last = failure;
        return failure;
    }

    private static void tell(Failure failure) {
        if (!failure.ours()) {
            LOG.warn(
                    "a stream thread is replaced times={} place={} cause={}",
                    failure.times(),
                    failure.place(),
                    failure.cause().toString());
        } else if (failure.times() > 1) {
            LOG.error(
                    "a stream thread failed again and is replaced times={} place={} cause={}",
                    failure.times(),
                    failure.place(),
                    failure.cause().toString());
        } else {
            LOG.error("a stream thread failed and is replaced place={}", failure.place(), failure.cause());
        }
    }

    private static boolean isTheWorlds(Throwable cause) {
        return cause instanceof RegistryAwayException
                || cause instanceof IssuerAwayException
                || cause instanceof ApiException;
    }

    /** What Kafka Streams has wrapped. */
    private static Throwable cause(Throwable trouble) {
        var cause = trouble;
        while (cause instanceof StreamsException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Kafka Streams says in its wrapping which record or timer it was, and on which thread, which is another each time. */
    private static String place(Throwable trouble) {
        var message = trouble instanceof StreamsException ? trouble.getMessage() : null;
        return message == null
                ? ""
                : THREAD.matcher(message.lines().findFirst().orElse("")).replaceFirst("");
    }
}
