package io.countersign.policystream.view;

import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** One topic's way into the view: every record is folded, whatever it is, and then counts as processed. */
final class Projection implements Processor<byte[], byte[], Void, Void> {

    /** What a topic's records do to the view. */
    @FunctionalInterface
    interface Fold {
        void apply(Record<byte[], byte[]> record, RecordMetadata place);
    }

    private final String topic;
    private final ViewPositions positions;
    private final Function<ProcessorContext<Void, Void>, Fold> folding;
    private ProcessorContext<Void, Void> task;
    private Fold fold;

    /** @param folding makes the fold of one task, on the task's own stores */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    Projection(String topic, ViewPositions positions, Function<ProcessorContext<Void, Void>, Fold> folding) {
        this.topic = topic;
        this.positions = positions;
        this.folding = folding;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        task = context;
        fold = folding.apply(context);
        positions.restarted(topic, context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var place = task.recordMetadata().orElseThrow();
        fold.apply(record, place);
        positions.processed(place.topic(), place.partition(), place.offset());
    }
}
