package io.countersign.intake.kafka;

import io.countersign.intake.channel.Entry;
import io.countersign.intake.channel.History.Page;
import io.countersign.intake.channel.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One page that somebody waits for. It belongs to the thread that reads the log, but for its future. */
final class Scan {
    /** Bytes. */
    private static final int WEIGHT = 1024 * 1024;

    private final Log log;
    private final TopicPartition partition;
    private final String ownerKey;
    private final long until;
    private final List<Entry> entries = new ArrayList<>();
    private final CompletableFuture<Page> page = new CompletableFuture<>();
    private long from;
    private int weight;

    Scan(Log log, TopicPartition partition, String ownerKey, long from, long until) {
        this.log = log;
        this.partition = partition;
        this.ownerKey = ownerKey;
        this.from = from;
        this.until = until;
    }

    TopicPartition partition() {
        return partition;
    }

    String ownerKey() {
        return ownerKey;
    }

    /** Where it wants to be read on. */
    long from() {
        return from;
    }

    CompletableFuture<Page> page() {
        return page;
    }

    boolean isOver() {
        return page.isDone();
    }

    /** A record of its owner, at or behind {@link #from}. */
    void see(ConsumerRecord<String, byte[]> message, Entries reader) {
        if (isOver() || message.offset() < from) {
            return;
        }
        if (message.offset() >= until) {
            end(until);
            return;
        }
        reader.read(log, message).ifPresent(entry -> {
            entries.add(entry);
            weight += entry.weight();
        });
        from = message.offset() + 1;
        if (weight >= WEIGHT) {
            end(from);
        }
    }

    /** Everything before that offset has been seen. */
    void passed(long position) {
        from = Math.max(from, position);
        if (!isOver() && from >= until) {
            end(Math.min(from, until));
        }
    }

    void fail(Throwable cause) {
        page.completeExceptionally(cause);
    }

    /** The log begins later than that. */
    void gone(long beginning) {
        page.complete(new Page(entries, beginning, true));
    }

    private void end(long next) {
        page.complete(new Page(entries, next, false));
    }
}
