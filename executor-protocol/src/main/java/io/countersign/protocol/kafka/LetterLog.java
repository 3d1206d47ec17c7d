package io.countersign.protocol.kafka;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Topics;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.ReasonText;
import io.countersign.v1.SideEffect;
import io.countersign.wire.LetterEvidence;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters about records on approved topics that must not be run. They belong to no owner: nothing in such a record can be
 * believed. They lie on the partition number of the record.
 */
final class LetterLog {

    private static final Logger LOG = LoggerFactory.getLogger(LetterLog.class);
    private static final String STAGE = "executor";

    private final Writer writer;

    LetterLog(Writer writer) {
        this.writer = writer;
    }

    /** Writes the letter and waits until the broker has it. */
    void write(ConsumerRecord<byte[], byte[]> record, Refused refused, Patience patience) {
        var letter = letter(record, refused);
        patience.until(() -> writer.acknowledged(writer.send(
                Topics.DEAD_LETTER, record.partition(), null, writer.encode(Topics.DEAD_LETTER, letter), null)));
        LOG.warn(
                "A record on an approved topic is not run and lies in the dead letters. code={} topic={} partition={} offset={} letter={}",
                refused.code(),
                record.topic(),
                record.partition(),
                record.offset(),
                letter.getId());
    }

    static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Refused refused) {
        var letter = DeadLetter.newBuilder()
                .setId(DerivedIds.ofLetter(record.topic(), record.partition(), record.offset()))
                .setCategory(refused.category())
                .setReasons(List.of(new ReasonText(refused.code(), null, refused.message())))
                .setStage(STAGE)
                .setSideEffect(SideEffect.NONE)
                .setOrigin(LetterEvidence.origin(
                        record.topic(), record.partition(), record.offset(), record.timestamp(), record.headers()))
                .setError(LetterEvidence.error(refused.cause()));
        LetterEvidence.keepBytes(letter, record.key(), record.value());
        return letter.build();
    }
}
