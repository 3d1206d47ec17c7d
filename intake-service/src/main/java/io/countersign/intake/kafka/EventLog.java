package io.countersign.intake.kafka;

import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.Log;
import io.countersign.intake.waiting.Change;
import io.countersign.intake.waiting.Changes;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

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
        var read = new Lazy<>(() -> entries.change(event));
        feeds.deliver(Log.EVENTS, event.partition(), event.offset(), owner, read);
        if (changes.isWatching(owner)) {
            read.get()
                    .map(change -> new Change(change.intentId(), change.version(), change.state()))
                    .ifPresent(change -> changes.changed(owner, change));
        }
    }

    /** Reads when it is first asked for, and once. For one thread. */
    private static final class Lazy<T> implements Supplier<Optional<T>> {
        private final Supplier<Optional<T>> reading;
        private @Nullable Optional<T> read;

        private Lazy(Supplier<Optional<T>> reading) {
            this.reading = reading;
        }

        @Override
        public Optional<T> get() {
            var known = read;
            if (known == null) {
                known = reading.get();
                read = known;
            }
            return known;
        }
    }
}
