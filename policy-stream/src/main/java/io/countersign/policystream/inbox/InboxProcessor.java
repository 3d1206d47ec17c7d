package io.countersign.policystream.inbox;

import io.countersign.contract.Code;
import io.countersign.contract.DerivedIds;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.contract.Traceparent;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Carries what was decided about a record to where it belongs. */
final class InboxProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final Admission admission;
    private final WireFormat wire;
    private final InboxLog log;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    InboxProcessor(Admission admission, WireFormat wire, InboxLog log) {
        this.admission = admission;
        this.wire = wire;
        this.log = log;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> arrived) {
        var metadata = context.recordMetadata().orElseThrow();
        var record = new InboxRecord(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                Instant.ofEpochMilli(arrived.timestamp()),
                arrived.headers(),
                arrived.key(),
                arrived.value());
        switch (admission.decide(record)) {
            case Verdict.Admitted admitted -> handOver(record, admitted);
            case Verdict.Refused refused -> refuse(record, refused);
        }
    }

    private void handOver(InboxRecord record, Verdict.Admitted admitted) {
        var value = wire.encode(Topics.SUBMITTED, admitted.intent());
        if (value.length > Limits.INPUT_BYTES) {
            var detail = "the intent has more than " + Limits.INPUT_BYTES + " bytes";
            refuse(record, new Verdict.Refused(Code.TOO_LARGE, detail, admitted.owner(), null));
            return;
        }
        log.admitted();
        var headers = traced(record).add(io.countersign.contract.Headers.REQUEST_ID, utf8(requestId(record)));
        forward(record, Topics.SUBMITTED, admitted.owner(), value, headers);
    }

    private void refuse(InboxRecord record, Verdict.Refused refused) {
        log.refused(record, refused.code());
        var letter = InboxLetters.about(record, refused);
        forward(record, Topics.DEAD_LETTER, refused.owner(), wire.encode(Topics.DEAD_LETTER, letter), traced(record));
    }

    private void forward(InboxRecord record, String topic, @Nullable Owner owner, byte[] value, Headers headers) {
        var key = owner == null ? null : utf8(owner.key());
        context.forward(
                new Record<byte @Nullable [], byte[]>(
                        key, value, record.appended().toEpochMilli(), headers),
                topic);
    }

    /** No header goes with it but the trace context. */
    private static Headers traced(InboxRecord record) {
        var headers = new RecordHeaders();
        var trace = record.headers().lastHeader(io.countersign.contract.Headers.TRACEPARENT);
        if (trace != null
                && trace.value() != null
                && Traceparent.read(text(trace.value())).isPresent()) {
            headers.add(trace);
        }
        return headers;
    }

    /** A name of ours: one that the sender chose could be that of somebody else's command. */
    private static String requestId(InboxRecord record) {
        return DerivedIds.of(
                "request", record.topic(), Integer.toString(record.partition()), Long.toString(record.offset()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
