package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the words to the view, and takes them out again when they are erased. */
final class ContentProjection implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(ContentProjection.class);

    private final RecordReader reader;
    private final PatientReading patience = new PatientReading();
    private final ViewPositions positions;
    private ProcessorContext<Void, Void> task;
    private IntentFold fold;

    @SuppressWarnings("NullAway.Init")
    ContentProjection(RecordReader reader, ViewPositions positions) {
        this.reader = reader;
        this.positions = positions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        task = context;
        fold = new IntentFold(ViewStores.of(context));
        positions.restarted(Topics.CONTENTS, context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var place = task.recordMetadata().orElseThrow();
        key(record.key())
                .ifPresentOrElse(
                        of -> apply(of, record.value()),
                        () -> LOG.error(
                                "not a content's key, left out of the view topic={} partition={} offset={}",
                                place.topic(),
                                place.partition(),
                                place.offset()));
        positions.processed(place.topic(), place.partition(), place.offset());
    }

    private void apply(ViewKeys.OfIntent of, byte @Nullable [] value) {
        if (value == null) {
            fold.erased(of);
            return;
        }
        switch (patience.read(() -> reader.content(value))) {
            case Reading.Decoded<RecordReader.Content>(var content) -> fold.worded(of, content.hash(), content.text());
            case Reading.Unreadable<RecordReader.Content>(var reason, var message, var cause) ->
                LOG.error(
                        "not a content, left out of the view owner={} intent={} reason={} {}",
                        of.owner(),
                        of.id(),
                        reason,
                        message);
        }
    }

    private static Optional<ViewKeys.OfIntent> key(byte @Nullable [] key) {
        return key == null ? Optional.empty() : ViewKeys.read(new String(key, StandardCharsets.UTF_8));
    }
}
