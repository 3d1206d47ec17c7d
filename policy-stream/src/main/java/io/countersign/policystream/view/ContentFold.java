package io.countersign.policystream.view;

import io.countersign.wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the words to the view, and takes them out again when they are erased. */
final class ContentFold implements Projection.Fold {

    private static final Logger LOG = LoggerFactory.getLogger(ContentFold.class);

    private final RecordReader reader;
    private final PatientReading patience = new PatientReading();
    private final IntentFold view;

    ContentFold(RecordReader reader, ProcessorContext<Void, Void> task) {
        this.reader = reader;
        this.view = new IntentFold(ViewStores.of(task));
    }

    @Override
    public void apply(Record<byte[], byte[]> record, RecordMetadata place) {
        key(record.key())
                .ifPresentOrElse(
                        of -> apply(of, record.value()),
                        () -> LOG.error(
                                "not a content's key, left out of the view topic={} partition={} offset={}",
                                place.topic(),
                                place.partition(),
                                place.offset()));
    }

    private void apply(ViewKeys.OfIntent of, byte @Nullable [] value) {
        if (value == null) {
            view.erased(of);
            return;
        }
        switch (patience.read(() -> reader.content(value))) {
            case Reading.Decoded<RecordReader.Content>(var content) -> view.worded(of, content.hash(), content.text());
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
