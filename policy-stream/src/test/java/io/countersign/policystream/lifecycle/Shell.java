package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Books;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.session.SessionBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The smallest shell around the core: one owner's intents and balances in memory, and a clock that is moved by hand. It
 * stores what the core decides, and what follows at once it lets follow at once.
 */
final class Shell {

    /** The instant at which every story begins: the opening of every window that divides a day. */
    static final Instant OPENING = Instant.parse("2026-03-01T00:00:00Z");

    private record Task(String id, Input input) {}

    private final Map<String, IntentState> intents = new LinkedHashMap<>();
    private final Map<BalanceKey, Balance> balances = new LinkedHashMap<>();
    private final Map<BalanceKey, Long> holds = new LinkedHashMap<>();
    private final Set<BalanceKey> unused = new LinkedHashSet<>();
    private final Line line = new Queue();
    private final Remembered memory = new Remembered();
    private Instant now = OPENING;
    private Policy policy;
    private Overrides overrides = Overrides.NONE;
    private Freezes freezes = Freezes.NONE;
    private SessionBook sessions = SessionBook.EMPTY;
    private long decisions;

    Shell(Policy policy) {
        this.policy = policy;
    }

    Instant now() {
        return now;
    }

    Policy policy() {
        return policy;
    }

    Freezes freezes() {
        return freezes;
    }

    Line line() {
        return line;
    }

    Map<String, IntentState> intents() {
        return intents;
    }

    Map<BalanceKey, Balance> balances() {
        return balances;
    }

    Shell at(Instant instant) {
        this.now = instant;
        return this;
    }

    Shell after(Duration span) {
        return at(now.plus(span));
    }

    Shell under(Policy other) {
        this.policy = other;
        return this;
    }

    Shell frozenBy(Freeze... others) {
        this.freezes = new Freezes(List.of(others));
        return this;
    }

    /** One owner's limit of a budget is set to this, until then. */
    Shell overriding(String owner, String budget, long limit, @Nullable Instant until) {
        overrides = (ownerKey, name) -> ownerKey.equals(owner) && name.equals(budget)
                ? Optional.of(new Overrides.Limit(limit, until))
                : Optional.empty();
        return this;
    }

    /** The owner's sessions are these. */
    Shell knowing(OpenedSession... others) {
        sessions = id ->
                Stream.of(others).filter(session -> session.id().equals(id)).findFirst();
        return this;
    }

    Shell thawed() {
        return frozenBy();
    }

    @Nullable
    IntentState state(String id) {
        return intents.get(id);
    }

    Balance balance(String budget) {
        return balances.entrySet().stream()
                .filter(entry -> entry.getKey().budget().equals(budget))
                .map(Map.Entry::getValue)
                .reduce((first, last) -> last)
                .orElse(Balance.EMPTY);
    }

    /** Hands over an intent and gives a handle on it. */
    Story submit(Requests requests) {
        return new Story(this, requests.request()).given(new Input.Submitted(requests.request()));
    }

    /** Decides, and then whatever follows at once: successors, and those whose turn in line it is. */
    Decision decide(String id, Input input) {
        Deque<Task> tasks = new ArrayDeque<>();
        var first = take(new Task(id, input), tasks);
        while (!tasks.isEmpty()) {
            take(tasks.removeFirst(), tasks);
        }
        return first;
    }

    private Decision take(Task task, Deque<Task> tasks) {
        decisions++;
        var before = intents.get(task.id());
        var ledger = new Ledger(new Books(balances));
        var around = new Circumstances(now, policy, freezes, overrides, ledger, line, memory, sessions);
        var decision = Lifecycle.decide(before, task.input(), around);
        store(task.id(), decision, ledger);
        Traces.left(before, decision.state()).ifPresent(memory::take);
        forgetBalances(before, decision.state());
        for (var consequence : decision.consequences()) {
            if (consequence instanceof Consequence.Spawned spawned) {
                tasks.addLast(new Task(spawned.request().id(), new Input.Derived(spawned.request(), spawned.vote())));
            }
        }
        wake(before, decision.state(), ledger, tasks);
        return decision;
    }

    private void store(String id, Decision decision, Ledger ledger) {
        if (decision.state() == null) {
            intents.remove(id);
        } else {
            intents.put(id, decision.state());
        }
        for (var movement : ledger.movements()) {
            balances.put(new BalanceKey(movement.budget(), movement.window()), movement.after());
        }
    }

    private void forgetBalances(@Nullable IntentState before, @Nullable IntentState after) {
        Holdings.change(before, after).forEach((key, more) -> {
            if (holds.merge(key, more, Long::sum) == 0) {
                unused.add(key);
            } else {
                unused.remove(key);
            }
        });
        unused.removeIf(key -> {
            var kept = new KeptBalance(balances.getOrDefault(key, Balance.EMPTY), 0);
            boolean goes = kept.mayBeForgotten(key.window(), now);
            if (goes) {
                balances.remove(key);
            }
            return goes;
        });
    }

    private void wake(@Nullable IntentState before, @Nullable IntentState after, Ledger ledger, Deque<Task> tasks) {
        for (var movement : ledger.movements()) {
            if (movement.after().used() < movement.before().used()) {
                wakeFirst(movement.budget(), tasks);
            }
        }
        var place = before == null ? null : before.ticket().orElse(null);
        if (place != null
                && !Objects.equals(place, after == null ? null : after.ticket().orElse(null))) {
            place.budgets().forEach(budget -> wakeFirst(budget, tasks));
        }
    }

    private void wakeFirst(String budget, Deque<Task> tasks) {
        IntentState first = null;
        for (var state : intents.values()) {
            boolean waits = waitsFor(budget, state);
            if (waits && (first == null || number(state) < number(first))) {
                first = state;
            }
        }
        if (first != null) {
            tasks.addLast(new Task(first.dossier().request().id(), new Input.Woken()));
        }
    }

    private static boolean waitsFor(String budget, IntentState state) {
        return state.ticket()
                .filter(ticket -> ticket.budgets().contains(budget))
                .isPresent();
    }

    private static long number(IntentState state) {
        return state.ticket().map(IntentState.Ticket::number).orElse(Long.MAX_VALUE);
    }

    private final class Queue implements Line {
        @Override
        public boolean before(String budget, long ticket) {
            return intents.values().stream().anyMatch(state -> waitsFor(budget, state) && number(state) < ticket);
        }

        @Override
        public long nextTicket() {
            return decisions;
        }
    }
}
