package io.countersign.intake.kafka;

import io.countersign.contract.Topics;
import io.countersign.intake.waiting.Changes;
import io.countersign.v1.IntentEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Tells whoever watches an intent that it has changed. Events of owners whom nobody watches are not even decoded. */
@Singleton
final class EventLog {
    private final RecordReader records;
    private final Changes changes;

    EventLog(RecordReader records, Changes changes) {
        this.records = records;
        this.changes = changes;
    }

    @Incoming(Channels.EVENTS)
    @Blocking
    void events(ConsumerRecords<String, byte[]> events) {
        events.forEach(this::deliver);
    }

    private void deliver(ConsumerRecord<String, byte[]> event) {
        var owner = event.key();
        if (owner != null && changes.isWatching(owner)) {
            records.read(Topics.EVENTS, event, IntentEvent.class)
                    .flatMap(Records::change)
                    .ifPresent(change -> changes.changed(owner, change));
        }
    }
}
