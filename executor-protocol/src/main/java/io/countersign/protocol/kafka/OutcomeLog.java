package io.countersign.protocol.kafka;

import io.countersign.contract.Topics;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result.Source;
import io.countersign.protocol.TokenUse;
import io.countersign.protocol.execution.Receipt;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.PassedOver;
import io.countersign.v1.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this executor says of attempts, on the partition number that each approval was read from. */
final class OutcomeLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);

    private final Writer writer;
    private final String instance;
    private final Map<Integer, Instant> lastAppended = new ConcurrentHashMap<>();

    OutcomeLog(Writer writer, String instance) {
        this.writer = writer;
        this.instance = instance;
    }

    /** Writes STARTED and waits for the acknowledgement; without one there must be no call. */
    Receipt started(Genuine approval, String run, int partition) throws AwayException {
        return receipt(send(approval, outcome(approval, run, OutcomeStatus.STARTED), partition));
    }

    /** The latest append time that the broker has told us of this partition of the outcomes. */
    Optional<Instant> lastAppended(int partition) {
        return Optional.ofNullable(lastAppended.get(partition));
    }

    private Receipt receipt(Future<RecordMetadata> sent) throws AwayException {
        var metadata = writer.acknowledged(sent);
        if (!metadata.hasTimestamp() || metadata.timestamp() == Writer.NO_APPEND_TIME) {
            return new Receipt(metadata.partition(), Optional.empty());
        }
        var appended = Instant.ofEpochMilli(metadata.timestamp());
        lastAppended.merge(metadata.partition(), appended, (one, other) -> one.isAfter(other) ? one : other);
        return new Receipt(metadata.partition(), Optional.of(appended));
    }

    /** Writes RUNNING, which renews the lease, and waits for nothing. */
    void running(Genuine approval, String run, int partition) {
        try {
            var unused = send(approval, outcome(approval, run, OutcomeStatus.RUNNING), partition);
        } catch (AwayException missed) {
            LOG.warn(
                    "RUNNING was not written. intent={} cause={}",
                    approval.action().id(),
                    String.valueOf(missed));
        }
    }

    /** Writes RUNNING and waits for the acknowledgement; false if there was none. */
    boolean renewed(Genuine approval, String run, int partition) {
        try {
            receipt(send(approval, outcome(approval, run, OutcomeStatus.RUNNING), partition));
            return true;
        } catch (AwayException missed) {
            return false;
        }
    }

    /** Where an execution streams to. */
    OutputLog output(String run, int partition) {
        return new OutputLog(writer, run, partition);
    }

    /**
     * Writes the end and waits until the broker has it; gives up only when the writer is closed.
     *
     * @param chunks how many pieces the attempt streamed, all of which the broker has
     */
    void ended(Genuine approval, Attempt attempt, int partition, Ending ending, int chunks) {
        var outcome = with(outcome(approval, attempt.run(), status(ending)), ending);
        outcome.setChunks(chunks == 0 ? null : chunks);
        outcome.setPassedOver(passedOver(attempt));
        new Patience(writer::isOpen).until(() -> receipt(send(approval, outcome, partition)));
    }

    /** Writes what a look-up has found and waits until the broker has it; gives up only when the writer is closed. */
    void probed(Probe probe, Ending answer) {
        var action = probe.action();
        var outcome = with(
                Outcome.newBuilder()
                        .setId(action.id())
                        .setTenant(action.tenant())
                        .setUser(action.user())
                        .setAttempt(action.attempt())
                        .setLease(probe.capability())
                        .setStatus(status(answer))
                        .setExecutor(instance)
                        .build(),
                answer);
        new Patience(writer::isOpen)
                .until(() -> receipt(send(probe.key().owner(), outcome, probe.partition(), action.traceparent())));
    }

    private Future<RecordMetadata> send(Genuine approval, Outcome outcome, int partition) throws AwayException {
        return send(
                approval.key().owner(), outcome, partition, approval.action().traceparent());
    }

    private Future<RecordMetadata> send(String owner, Outcome outcome, int partition, @Nullable String traceparent)
            throws AwayException {
        var key = owner.getBytes(StandardCharsets.UTF_8);
        return writer.send(Topics.OUTCOMES, partition, key, writer.encode(Topics.OUTCOMES, outcome), traceparent);
    }

    private static Outcome with(Outcome outcome, Ending ending) {
        outcome.setCached(ending.source() == Source.CACHED);
        outcome.setFallback(ending.source() == Source.FALLBACK);
        outcome.setResult(ending.result());
        outcome.setError(error(ending.failure(), ending.retryAfter()));
        outcome.setNoEffect(ending.noEffect());
        outcome.setUsage(usage(ending.use()));
        return outcome;
    }

    private Outcome outcome(Genuine approval, String run, OutcomeStatus status) {
        var action = approval.action();
        return Outcome.newBuilder()
                .setId(action.id())
                .setTenant(action.tenant())
                .setUser(action.user())
                .setAttempt(action.attempt())
                .setLease(approval.lease())
                .setStatus(status)
                .setRun(run)
                .setExecutor(instance)
                .build();
    }

    private static @Nullable List<PassedOver> passedOver(Attempt attempt) {
        var models = attempt.passedOver().stream()
                .map(one -> new PassedOver(
                        one.model(), one.failure().code(), one.failure().message()))
                .toList();
        return models.isEmpty() ? null : models;
    }

    private static OutcomeStatus status(Ending ending) {
        return switch (ending.kind()) {
            case NOT_STARTED -> OutcomeStatus.NOT_STARTED;
            case SUCCEEDED -> OutcomeStatus.SUCCEEDED;
            case FAILED_RETRYABLE -> OutcomeStatus.FAILED_RETRYABLE;
            case FAILED -> OutcomeStatus.FAILED;
            case UNKNOWN -> OutcomeStatus.UNKNOWN;
        };
    }

    private static @Nullable OutcomeError error(@Nullable Failure failure, @Nullable Duration retryAfter) {
        return failure == null
                ? null
                : new OutcomeError(
                        failure.code(), failure.message(), retryAfter == null ? null : retryAfter.toMillis());
    }

    private static @Nullable Usage usage(@Nullable TokenUse use) {
        return use == null
                ? null
                : new Usage(use.input(), use.output(), use.cached(), use.costMicros(), use.counted(), use.model());
    }
}
