package io.countersign.policystream.view;

import io.countersign.wire.Reading;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds the audit log into the view. */
final class EventFold implements Projection.Fold {

    private static final Logger LOG = LoggerFactory.getLogger(EventFold.class);
    static final Duration FORGET_EVERY = Duration.ofMillis(200);

    private final RecordReader reader;
    private final PatientReading patience = new PatientReading();
    private final IntentFold view;
    private final PolicyFold policies;
    private final SessionFold sessions;

    EventFold(RecordReader reader, ProcessorContext<Void, Void> task) {
        this.reader = reader;
        var stores = ViewStores.of(task);
        this.view = new IntentFold(stores);
        this.policies = new PolicyFold(stores);
        this.sessions = new SessionFold(stores);
        // Whose time it is says the log; this clock only makes that a burst is gone soon, though little may come after
        // it.
        task.schedule(
                FORGET_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                ignored -> forget(Instant.ofEpochMilli(task.currentStreamTimeMs())));
    }

    private void forget(Instant now) {
        view.forget(now);
        sessions.forget(now);
    }

    @Override
    public void apply(Record<byte[], byte[]> record, RecordMetadata place) {
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
    }

    private void apply(RecordReader.Event event, Instant appendedAt) {
        event.change().ifPresent(view::changed);
        event.activated().ifPresent(policies::activated);
        event.session().ifPresent(sessions::changed);
        event.budgets().forEach(use -> view.spent(event.owner(), use, appendedAt));
    }
}
