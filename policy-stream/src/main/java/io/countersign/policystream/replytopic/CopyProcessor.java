package io.countersign.policystream.replytopic;

import io.countersign.contract.Owner;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what names a topic for answers. What cannot be copied any more is left out: it is in the log, and at every other door.
 */
final class CopyProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(CopyProcessor.class);
    private static final String COPIED = "NONE";

    private final ReplyTopicRule rule;
    private final MeterRegistry meters;
    private final Set<String> told = new HashSet<>();
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    CopyProcessor(ReplyTopicRule rule, MeterRegistry meters) {
        this.rule = rule;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        CopyTopology.named(record.headers()).ifPresent(topic -> copy(record, topic));
    }

    private void copy(Record<byte[], byte[]> record, String topic) {
        var tenant = Owner.parse(CopyTopology.ownerKey(record.key())).tenant();
        var fault = rule.fault(tenant, topic);
        if (fault.isEmpty()) {
            context.forward(record);
        } else if (told.add(topic)) {
            LOG.warn("answers are not copied: topic={} code={}", topic, fault.get());
        }
        count(fault.map(Enum::name).orElse(COPIED));
    }

    private void count(String code) {
        meters.counter("countersign.replytopic.records", "code", code).increment();
    }
}
