package io.countersign.policystream.stream;

import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Line;
import io.countersign.policystream.store.Section;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** One owner's queues for budgets. A ticket is the owner's next sequence number, which only grows. */
final class StoredLine implements Line {

    private final Section<byte[], String> store;
    private final String owner;
    private final long nextTicket;

    StoredLine(Section<byte[], String> store, String owner, long nextTicket) {
        this.store = store;
        this.owner = owner;
        this.nextTicket = nextTicket;
    }

    @Override
    public boolean before(String budget, long ticket) {
        return first(budget).filter(head -> ticketOf(head.key) < ticket).isPresent();
    }

    @Override
    public long nextTicket() {
        return nextTicket;
    }

    /** The intent that has waited longest for the budget. */
    Optional<String> head(String budget) {
        return first(budget).map(head -> head.value);
    }

    void follow(String intentId, @Nullable IntentState before, @Nullable IntentState after) {
        var then = before == null ? Optional.<IntentState.Ticket>empty() : before.ticket();
        var now = after == null ? Optional.<IntentState.Ticket>empty() : after.ticket();
        if (then.equals(now)) {
            return;
        }
        then.ifPresent(ticket -> ticket.budgets().forEach(budget -> store.delete(key(budget, ticket.number()))));
        now.ifPresent(ticket -> ticket.budgets().forEach(budget -> store.put(key(budget, ticket.number()), intentId)));
    }

    private Optional<KeyValue<byte[], String>> first(String budget) {
        try (var waiting = store.range(key(budget, 0), key(budget, Long.MAX_VALUE))) {
            return waiting.hasNext() ? Optional.of(waiting.next()) : Optional.empty();
        }
    }

    private byte[] key(String budget, long ticket) {
        var words = (owner + " " + budget + " ").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(words.length + Long.BYTES)
                .put(words)
                .putLong(ticket)
                .array();
    }

    private static long ticketOf(byte[] key) {
        return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
    }
}
