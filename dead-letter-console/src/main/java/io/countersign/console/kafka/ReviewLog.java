package io.countersign.console.kafka;

import io.countersign.console.ConsoleConfig;
import io.countersign.console.desk.Broker;
import io.countersign.console.desk.Command;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.IntentKey;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.Verdict;
import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.RawRecord;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The reviewers' decisions as records, and the answers that come back. */
@ApplicationScoped
public class ReviewLog implements Broker {
    private static final Logger LOG = Logger.getLogger(ReviewLog.class);

    private final WireFormat wire;
    private final ReplyLog replies;
    private final MutinyEmitter<byte[]> reviews;
    private final ConsoleConfig config;

    ReviewLog(
            WireFormat wire,
            ReplyLog replies,
            @Channel("reviews") MutinyEmitter<byte[]> reviews,
            ConsoleConfig config) {
        this.wire = wire;
        this.replies = replies;
        this.reviews = reviews;
        this.config = config;
    }

    @Override
    public Verdict submit(Command command) {
        if (!replies.isListening()) {
            return new Verdict.NotSent();
        }
        var answer = replies.await(command.reviewId());
        try {
            reviews.sendMessage(message(command)).await().atMost(config.acknowledgeWithin());
            return await(answer);
        } catch (RegistryAwayException | KafkaException | TimeoutException e) {
            LOG.warnf("review not acknowledged: reviewId=%s reason=%s", command.reviewId(), e.getMessage());
            return new Verdict.NotSent();
        } finally {
            replies.forget(command.reviewId());
        }
    }

    private Verdict await(CompletableFuture<Reply> answer) {
        try {
            return verdict(answer.get(config.answerWithin().toMillis(), TimeUnit.MILLISECONDS));
        } catch (java.util.concurrent.TimeoutException | ExecutionException e) {
            return new Verdict.Unanswered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Unanswered();
        }
    }

    private Message<byte[]> message(Command command) {
        var headers = new RecordHeaders();
        headers.add(Headers.REQUEST_ID, command.reviewId().getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.TRACEPARENT, command.trace().text().getBytes(StandardCharsets.UTF_8));
        var putBack = command.putBack();
        if (putBack != null && putBack.hops() > 0) {
            headers.add(Headers.HOPS, Integer.toString(putBack.hops()).getBytes(StandardCharsets.UTF_8));
        }
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key(command))
                .withHeaders(headers)
                .build();
        return Message.of(wire.encode(Topics.REVIEWS, review(command))).addMetadata(metadata);
    }

    private static String key(Command command) {
        return command.intent()
                .map(IntentKey::owner)
                .or(() -> command.tenant() == null || command.user() == null
                        ? java.util.Optional.empty()
                        : Owner.of(command.tenant(), command.user()))
                .map(Owner::key)
                .orElse(command.letterId());
    }

    private static Review review(Command command) {
        return Review.newBuilder()
                .setReviewId(command.reviewId())
                .setLetterId(command.letterId())
                .setTenant(command.tenant())
                .setUser(command.user())
                .setIntentId(command.intent().map(IntentKey::id).orElse(null))
                .setExpectedVersion(command.expectedVersion())
                .setDecision(decision(command.decision()))
                .setDigest(command.digest())
                .setRaw(raw(command.putBack()))
                .setReviewer(command.reviewer().user())
                .setReviewerTenant(command.reviewer().tenant())
                .setReviewerRoles(command.reviewer().roles().stream().sorted().toList())
                .setComment(command.comment())
                .build();
    }

    private static ReviewDecision decision(Decision decision) {
        return switch (decision) {
            case APPROVE -> ReviewDecision.APPROVE;
            case REJECT -> ReviewDecision.REJECT;
            case RETRY -> ReviewDecision.RETRY;
            case CONFIRM -> ReviewDecision.CONFIRM;
            case DISCARD -> ReviewDecision.DISCARD;
            case OTHER -> throw new IllegalArgumentException("not a decision of the desk");
        };
    }

    private static @Nullable RawRecord raw(Command.@Nullable PutBack putBack) {
        return putBack == null
                ? null
                : new RawRecord(
                        putBack.topic(),
                        buffer(putBack.key()),
                        ByteBuffer.wrap(putBack.value().toArray()));
    }

    private static @Nullable ByteBuffer buffer(@Nullable RawBytes bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes.toArray());
    }

    private static Verdict verdict(Reply reply) {
        return reply.getAccepted()
                ? new Verdict.Accepted(reply.getState(), reply.getVersion())
                : new Verdict.Refused(
                        Objects.requireNonNullElse(reply.getCode(), Code.INTERNAL.name()),
                        reply.getState(),
                        reply.getVersion(),
                        reply.getReasons().stream()
                                .map(reason -> new Finding(reason.getCode(), reason.getRule(), reason.getMessage()))
                                .toList(),
                        reply.getActor());
    }
}
