package io.countersign.simulation;

import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Line;
import io.countersign.policystream.lifecycle.Traces;
import io.countersign.simulation.oracle.Oracle;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a partition keeps of one owner, and what the oracle makes of the same history. */
final class OwnerState implements Line {

    private final String key;
    private final Map<String, IntentState> intents;
    private final Oracle oracle;
    private final Remembered remembered;
    private final Opened opened;
    private Books books;
    private long sequence;

    OwnerState(String key) {
        this(key, new LinkedHashMap<>(), new Books(), new Remembered(), new Opened(), 0, new Oracle());
    }

    private OwnerState(
            String key,
            Map<String, IntentState> intents,
            Books books,
            Remembered remembered,
            Opened opened,
            long sequence,
            Oracle oracle) {
        this.key = key;
        this.intents = intents;
        this.books = books;
        this.remembered = remembered;
        this.opened = opened;
        this.sequence = sequence;
        this.oracle = oracle;
    }

    OwnerState copy() {
        return new OwnerState(
                key,
                new LinkedHashMap<>(intents),
                books.copy(),
                remembered.copy(),
                opened.copy(),
                sequence,
                oracle.copy());
    }

    String key() {
        return key;
    }

    Map<String, IntentState> intents() {
        return intents;
    }

    @Nullable
    IntentState intent(String id) {
        return intents.get(id);
    }

    /** The intent, unless it ended so long ago that it is not remembered any more. */
    @Nullable
    IntentState known(String id, Instant now) {
        var state = intents.get(id);
        if (state == null || !state.isForgottenBy(now)) {
            return state;
        }
        intents.remove(id);
        books.follow(state, null, List.of(), now);
        return null;
    }

    Books books() {
        return books;
    }

    void replace(Books other) {
        books = other;
    }

    Remembered remembered() {
        return remembered;
    }

    Opened opened() {
        return opened;
    }

    Oracle oracle() {
        return oracle;
    }

    /** Gives up what nothing can reach any more. */
    void forget(Instant now) {
        books.forget(now);
        remembered.forget(now);
        opened.forget(now);
    }

    void store(Step step) {
        var after = step.after();
        if (after == null) {
            intents.remove(step.id());
        } else {
            intents.put(step.id(), after);
        }
        books.follow(step.before(), after, step.movements(), step.around().now());
        Traces.left(step.before(), after).ifPresent(remembered::take);
        sequence += step.all(Consequence.Recorded.class).size()
                + step.all(Consequence.Reached.class).size();
    }

    @Override
    public boolean before(String budget, long ticket) {
        return intents.values().stream().anyMatch(state -> waitsFor(budget, state) && number(state) < ticket);
    }

    @Override
    public long nextTicket() {
        return sequence + 1;
    }

    /** Who has waited longest for a budget. */
    Optional<String> head(String budget) {
        IntentState first = null;
        for (var state : intents.values()) {
            if (waitsFor(budget, state) && (first == null || number(state) < number(first))) {
                first = state;
            }
        }
        return first == null
                ? Optional.empty()
                : Optional.of(first.dossier().request().id());
    }

    private static boolean waitsFor(String budget, IntentState state) {
        return state.ticket()
                .filter(ticket -> ticket.budgets().contains(budget))
                .isPresent();
    }

    private static long number(IntentState state) {
        return state.ticket().map(IntentState.Ticket::number).orElse(Long.MAX_VALUE);
    }
}
