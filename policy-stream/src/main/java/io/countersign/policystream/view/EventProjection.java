package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.wire.Reading;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds the audit log into the view. */
final class EventProjection implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(EventProjection.class);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final RecordReader reader;
    private final PatientReading patience = new PatientReading();
    private final ViewPositions positions;
    private ProcessorContext<Void, Void> task;
    private IntentFold fold;

    @SuppressWarnings("NullAway.Init")
    EventProjection(RecordReader reader, ViewPositions positions) {
        this.reader = reader;
        this.positions = positions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        task = context;
        fold = new IntentFold(ViewStores.of(context));
        positions.restarted(Topics.EVENTS, context.taskId().partition());
        context.schedule(FORGET_EVERY, PunctuationType.STREAM_TIME, now -> fold.forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var place = task.recordMetadata().orElseThrow();
        switch (patience.read(() -> reader.event(record.value()))) {
            case Reading.Decoded<RecordReader.Event>(var event) ->
                apply(event, Instant.ofEpochMilli(record.timestamp()));
            case Reading.Unreadable<RecordReader.Event>(var reason, var message, var cause) ->
                LOG.error(
                        "not an event, left out of the view topic={} partition={} offset={} reason={} {}",
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        reason,
                        message);
        }
        positions.processed(place.topic(), place.partition(), place.offset());
    }

    private void apply(RecordReader.Event event, Instant appendedAt) {
        event.change().ifPresent(fold::changed);
        event.budgets().forEach(use -> fold.spent(event.owner(), use, appendedAt));
    }
}
