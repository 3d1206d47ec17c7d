package io.countersign.protocol.kafka;

import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.protocol.kafka.Approval.Elsewhere;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.LetterCategory;
import io.countersign.wire.ApprovalVerifier.Verdict;
import io.countersign.wire.Reading;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.RecordDigest;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes and verifies what lies on the approved topics; waits while the registry or the keys are away. */
final class ApprovalReader {

    private final WireFormat wire;
    private final ApprovalKeys keys;
    private final int partitions;
    private final String group;

    ApprovalReader(WireFormat wire, ApprovalKeys keys, int partitions, String group) {
        this.wire = wire;
        this.keys = keys;
        this.partitions = partitions;
        this.group = group;
    }

    Approval read(ConsumerRecord<byte[], byte[]> record, Patience patience) {
        var asWritten =
                reading(() -> wire.decodeAsWritten(record.topic(), record.value(), ApprovedIntent.class), patience);
        return switch (asWritten) {
            case Unreadable<GenericRecord> unreadable -> unreadable(unreadable);
            case Decoded<GenericRecord>(var generic) -> verified(record, generic, patience);
        };
    }

    private Approval verified(ConsumerRecord<byte[], byte[]> record, GenericRecord generic, Patience patience) {
        var verdict = keys.verify(generic, patience);
        if (verdict != Verdict.VALID) {
            return forged(
                    Code.SIGNATURE_INVALID,
                    verdict == Verdict.INVALID ? "the signature does not verify" : "signed with an unknown key");
        }
        var reading = reading(() -> wire.decode(record.topic(), record.value(), ApprovedIntent.class), patience);
        return switch (reading) {
            case Unreadable<ApprovedIntent> unreadable -> unreadable(unreadable);
            case Decoded<ApprovedIntent>(var intent) -> placed(record, intent);
        };
    }

    /** A genuine approval that was copied elsewhere is as bad as a forged one: it could begin a second time. */
    private Approval placed(ConsumerRecord<byte[], byte[]> record, ApprovedIntent intent) {
        var owner = Owner.of(intent.getTenant(), intent.getUser());
        if (owner.isEmpty() || !owner.get().key().equals(text(record.key()))) {
            return forged(Code.MISROUTED, "the record's key is not its owner's");
        }
        if (owner.get().partition(partitions) != record.partition()) {
            return forged(Code.MISROUTED, "the partition is not its owner's");
        }
        if (!Topics.actionOf(record.topic()).equals(Optional.of(intent.getAction()))) {
            return forged(Code.MISROUTED, "the topic is not that of " + intent.getAction());
        }
        if (!RecordDigest.of(intent).equals(intent.getDigest())) {
            return forged(Code.DIGEST_MISMATCH, "the digest is not that of the record's fields");
        }
        try {
            var key = new AttemptKey(owner.get().key(), intent.getId(), intent.getAttempt());
            return addressed(intent, new Genuine(action(intent, traceparent(record)), key, intent.getLease()));
        } catch (IllegalArgumentException impossible) {
            return new Refused(LetterCategory.FAILED, Code.INTERNAL.name(), "an impossible approval", impossible);
        }
    }

    /** Only the group that policy named may start it; where it named none, whoever reads the topic does. */
    private Approval addressed(ApprovedIntent intent, Genuine genuine) {
        var executor = intent.getExecutor();
        return executor == null || executor.equals(group) ? genuine : new Elsewhere(genuine.action(), executor);
    }

    private static <T> Reading<T> reading(Supplier<Reading<T>> decoder, Patience patience) {
        return patience.until(() -> {
            try {
                return decoder.get();
            } catch (RegistryAwayException e) {
                throw new AwayException("the schema registry is away", e);
            }
        });
    }

    private static Approval unreadable(Unreadable<?> unreadable) {
        return new Refused(LetterCategory.UNREADABLE, Code.UNREADABLE.name(), unreadable.message(), unreadable.cause());
    }

    private static Approval forged(Code code, String message) {
        return new Refused(LetterCategory.FAILED, code.name(), message, null);
    }

    private static @Nullable String traceparent(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(Headers.TRACEPARENT);
        return header == null ? null : text(header.value());
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static ApprovedAction action(ApprovedIntent intent, @Nullable String traceparent) {
        return new ApprovedAction(
                intent.getId(),
                intent.getTenant(),
                intent.getUser(),
                intent.getAgent(),
                intent.getSession(),
                intent.getAction(),
                intent.getParameters(),
                intent.getSummary(),
                intent.getModel(),
                intent.getMaxTokens(),
                intent.getPrivate$(),
                intent.getAttempt(),
                intent.getIdempotent(),
                intent.getIdempotencyKey(),
                Duration.ofMillis(intent.getTimeoutMillis()),
                intent.getStartBy(),
                intent.getDeadline(),
                intent.getReservedTokens(),
                intent.getMaxOutputTokens(),
                intent.getCache(),
                millis(intent.getCacheMillis()),
                intent.getFallbacks() == null ? List.of() : intent.getFallbacks(),
                intent.getPolicyVersion(),
                intent.getDecisionId(),
                intent.getDigest(),
                traceparent);
    }
}
