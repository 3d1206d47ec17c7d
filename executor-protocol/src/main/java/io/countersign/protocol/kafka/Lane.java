package io.countersign.protocol.kafka;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The approvals of one action on their way: so many at a time, the others wait here. Belongs to the consumer's thread. */
final class Lane {

    /** An approval that waits for its turn. */
    record Waiting(ConsumerRecord<byte[], byte[]> record, Claim claim) {}

    private final int inFlight;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int running;

    Lane(int inFlight) {
        this.inFlight = inFlight;
    }

    void add(Waiting approval) {
        waiting.add(approval);
    }

    /** The next one to run, counted as running; those whose partition goes are forgotten. */
    Optional<Waiting> next() {
        waiting.removeIf(approval -> !approval.claim().isOurs());
        if (running >= inFlight || waiting.isEmpty()) {
            return Optional.empty();
        }
        running++;
        return Optional.of(waiting.remove());
    }

    void finished() {
        running--;
    }

    /** True if no more should be read for now. */
    boolean isFull() {
        return !waiting.isEmpty();
    }

    boolean isIdle() {
        return running == 0;
    }
}
