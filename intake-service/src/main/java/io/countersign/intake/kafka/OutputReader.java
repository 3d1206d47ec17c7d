package io.countersign.intake.kafka;

import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.Log;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands what running intents say to whoever listens. Pieces of owners whom nobody listens for are not even decoded. */
@Singleton
final class OutputReader {
    private final Entries entries;
    private final Feeds feeds;

    OutputReader(Entries entries, Feeds feeds) {
        this.entries = entries;
        this.feeds = feeds;
    }

    @Incoming(Channels.OUTPUT)
    @Blocking
    void pieces(ConsumerRecords<String, byte[]> pieces) {
        pieces.forEach(this::deliver);
    }

    private void deliver(ConsumerRecord<String, byte[]> piece) {
        var owner = piece.key();
        if (owner == null) {
            feeds.passed(Log.OUTPUT, piece.partition(), piece.offset());
        } else {
            feeds.deliver(Log.OUTPUT, piece.partition(), piece.offset(), owner, () -> entries.piece(piece));
        }
    }
}
