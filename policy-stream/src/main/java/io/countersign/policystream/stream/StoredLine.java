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
    private final Accounts accounts;
    private final String owner;
    private final long nextTicket;

    StoredLine(Section<byte[], String> store, Accounts accounts, String owner) {
        this.store = store;
        this.accounts = accounts;
        this.owner = owner;
        this.nextTicket = accounts.of(owner).chain().sequence() + 1;
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
        long places = places(now) - places(then);
        if (places != 0) {
            accounts.change(owner).waits(places);
        }
        then.ifPresent(ticket -> ticket.budgets().forEach(budget -> store.delete(key(budget, ticket.number()))));
        now.ifPresent(ticket -> ticket.budgets().forEach(budget -> store.put(key(budget, ticket.number()), intentId)));
    }

    private static long places(Optional<IntentState.Ticket> ticket) {
        return ticket.map(of -> of.budgets().size()).orElse(0);
    }

    /** Nearly always nobody waits, and a scan costs more than anything else that a decision asks of its store. */
    private Optional<KeyValue<byte[], String>> first(String budget) {
        if (accounts.of(owner).waiting() == 0) {
            return Optional.empty();
        }
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
