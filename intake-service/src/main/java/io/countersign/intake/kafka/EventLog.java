package io.countersign.intake.kafka;

import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.Log;
import io.countersign.intake.waiting.Change;
import io.countersign.intake.waiting.Changes;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Tells whoever watches an intent, or listens to its owner's channel, that it has changed. Events of owners for whom nobody
 * waits are not even decoded.
 */
@Singleton
final class EventLog {
    private final Entries entries;
    private final Changes changes;
    private final Feeds feeds;

    EventLog(Entries entries, Changes changes, Feeds feeds) {
        this.entries = entries;
        this.changes = changes;
        this.feeds = feeds;
    }

    @Incoming(Channels.EVENTS)
    @Blocking
    void events(ConsumerRecords<String, byte[]> events) {
        events.forEach(this::deliver);
    }

    private void deliver(ConsumerRecord<String, byte[]> event) {
        var owner = event.key();
        if (owner == null) {
            feeds.passed(Log.EVENTS, event.partition(), event.offset());
            return;
        }
        feeds.deliver(Log.EVENTS, event.partition(), event.offset(), owner, () -> entries.change(event));
        if (changes.isWatching(owner)) {
            entries.change(event)
                    .map(change -> new Change(change.intentId(), change.version(), change.state()))
                    .ifPresent(change -> changes.changed(owner, change));
        }
    }
}
