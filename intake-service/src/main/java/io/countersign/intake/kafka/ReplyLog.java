package io.countersign.intake.kafka;

import io.countersign.contract.Topics;
import io.countersign.intake.waiting.Decisions;
import io.countersign.intake.waiting.PromisedVersions;
import io.countersign.v1.Reply;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands the broker's answers to whoever waits for them. */
@Singleton
final class ReplyLog {
    private final RecordReader records;
    private final Decisions decisions;
    private final PromisedVersions promised;

    ReplyLog(RecordReader records, Decisions decisions, PromisedVersions promised) {
        this.records = records;
        this.decisions = decisions;
        this.promised = promised;
    }

    @Incoming(Channels.REPLIES)
    @Blocking
    void replies(ConsumerRecords<String, byte[]> replies) {
        replies.forEach(this::deliver);
    }

    private void deliver(ConsumerRecord<String, byte[]> reply) {
        records.read(Topics.REPLIES, reply, Reply.class).map(Records::decision).ifPresent(decision -> {
            if (decision.intentId() != null && decision.version() != null) {
                promised.promise(reply.key(), decision.intentId(), decision.version());
            }
            decisions.decided(decision);
        });
    }
}
