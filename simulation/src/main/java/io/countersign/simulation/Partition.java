package io.countersign.simulation;

import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.session.SessionDecision;
import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Order;
import io.countersign.simulation.oracle.Setting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The smallest shell around the core that can crash: it stores what the core decides, lets follow at once what follows at
 * once, and goes back to its last commit when it is told to. Every decision is put beside the oracle's.
 */
final class Partition {

    private static final int MOST_WAKES = 100;

    private final Product product;
    private final boolean twice;
    private final Log log;
    private final Consumer<Step> observer;
    private final List<Control> controls = new ArrayList<>();
    private final Map<String, OwnerState> owners = new TreeMap<>();
    private final Map<String, OwnerState> committedOwners = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();
    private Moment present;
    private Moment committed;
    private long steps;

    /**
     * What the partition knows beside its owners.
     *
     * @param now the highest append time that it has consumed, in milliseconds since the epoch
     * @param adopted how many controls it has taken over
     */
    private record Moment(long now, int adopted, InForce inForce) {
        Moment at(long instant) {
            return new Moment(Math.max(now, instant), adopted, inForce);
        }
    }

    private record Task(String id, Event event, Input input) {}

    /** Decides everything twice if {@code twice} says so: a pure function decides alike. */
    Partition(
            Product product, boolean twice, Log log, long opening, Bundles.Furnished bundle, Consumer<Step> observer) {
        this.product = product;
        this.twice = twice;
        this.log = log;
        this.observer = observer;
        this.present = new Moment(opening, 0, InForce.just(bundle));
        this.committed = present;
    }

    long now() {
        return present.now();
    }

    InForce inForce() {
        return present.inForce();
    }

    /** An owner's state as everybody else may know it. */
    OwnerState committed(String owner) {
        return committedOwners.computeIfAbsent(owner, OwnerState::new);
    }

    Map<String, OwnerState> owners() {
        return owners;
    }

    /** Something is set that the partition will adopt before one of its next records. */
    void set(Control control) {
        controls.add(control);
    }

    void commit() {
        log.commit();
        committed = present;
        owners.forEach((key, owner) -> {
            if (touched.contains(key)) {
                committedOwners.put(key, owner.copy());
            }
        });
        touched.clear();
    }

    /** Whatever was not committed is gone; what it had been made from comes again. */
    void crash() {
        log.abort();
        present = committed;
        for (var key : touched) {
            var lost = owner(key);
            var again = committed(key).copy();
            again.replace(product.left(again.books(), lost.books()));
            owners.put(key, again);
        }
        touched.clear();
    }

    /** Takes in one record, after having adopted so many controls at most. */
    void consume(Log.Entry entry, int adopting) {
        present = present.at(entry.at());
        adopt(adopting);
        switch (entry.happening()) {
            case Event event -> decide(entry.owner(), entry.id(), event);
            case Order order -> order(entry.owner(), order);
            case null -> {}
        }
    }

    /** Sessions are opened and ended beside the intents. */
    private void order(String ownerKey, Order order) {
        var owner = owner(ownerKey);
        touched.add(ownerKey);
        var decision = owner.opened().decide(Translation.order(order), Instant.ofEpochMilli(now()));
        var refused = decision instanceof SessionDecision.Refused refusal ? refusal.code() : null;
        var expected = owner.oracle().tasks().expect(order, now());
        if (!Objects.equals(expected, refused)) {
            throw new Violation("session: expected " + expected + ", is " + refused + "\n  at " + order + " of "
                    + ownerKey + " at " + Instant.ofEpochMilli(now()));
        }
    }

    /** Adopts so many of the controls that are set, at most. */
    void adopt(int most) {
        for (int i = 0; i < most && present.adopted() < controls.size(); i++) {
            adopt(controls.get(present.adopted()));
        }
    }

    private void adopt(Control control) {
        present = new Moment(
                present.now(), present.adopted() + 1, present.inForce().with(control));
        switch (control) {
            case Control.Freeze freeze -> {
                if (freeze.cancelRunning()) {
                    halt();
                }
            }
            case Control.Limit limit -> reconsider(limit.cap());
            case Control.Unlimit unlimit -> reconsider(unlimit.cap());
            case Control.Activate ignored -> {}
            case Control.Thaw ignored -> {}
        }
    }

    private void halt() {
        var freezes = present.inForce().freezes();
        for (var owner : List.copyOf(owners.values())) {
            for (var state : List.copyOf(owner.intents().values())) {
                var request = state.dossier().request();
                boolean underWay = state instanceof IntentState.Approved || state instanceof IntentState.Running;
                if (underWay && freezes.cover(request.tenant(), request.action(), Instant.ofEpochMilli(now()))) {
                    decide(owner.key(), request.id(), new Event.Halt());
                }
            }
        }
    }

    private void reconsider(Setting.Cap cap) {
        owner(cap.owner()).head(cap.budget()).ifPresent(head -> decide(cap.owner(), head, new Event.Wake()));
    }

    /** Decides, and then whatever follows at once: successors, and those whose turn in line it is. */
    void decide(String ownerKey, String id, Event event) {
        var owner = owner(ownerKey);
        touched.add(ownerKey);
        Deque<Task> tasks = new ArrayDeque<>();
        take(owner, task(owner, id, event), tasks);
        for (int wakes = 0; !tasks.isEmpty() && wakes < MOST_WAKES; wakes++) {
            var next = tasks.removeFirst();
            take(owner, next, tasks);
        }
    }

    /** Balances and sums that nothing can reach any more are given up. */
    void forget() {
        owners.values().forEach(owner -> {
            touched.add(owner.key());
            owner.forget(Instant.ofEpochMilli(now()));
        });
    }

    private Task task(OwnerState owner, String id, Event event) {
        var known = owner.intent(id);
        var asked = known == null ? null : known.dossier().request();
        return new Task(id, event, Translation.input(event, asked));
    }

    private void take(OwnerState owner, Task task, Deque<Task> tasks) {
        steps++;
        var before = owner.known(task.id(), Instant.ofEpochMilli(now()));
        var decided = decided(owner, before, task);
        var again = twice ? decided(owner, before, task) : decided;
        observer.accept(decided);
        owner.store(decided);
        var examination = new Examination(owner, decided, present.inForce().setting(now()));
        examination.samePurely(again);
        examination.asExpected();
        for (var spawned : decided.all(Consequence.Spawned.class)) {
            var ask = examination.successor();
            tasks.addLast(new Task(
                    spawned.request().id(),
                    new Event.Derive(ask, Translation.voter(spawned.vote())),
                    new Input.Derived(spawned.request(), spawned.vote())));
        }
        wake(owner, decided, tasks);
    }

    private Step decided(OwnerState owner, @Nullable IntentState before, Task task) {
        var now = Instant.ofEpochMilli(now());
        var ledger = new Ledger(product.seen(owner.books(), now));
        var inForce = present.inForce();
        var around = new Circumstances(
                now,
                inForce.bundle().policy(),
                inForce.freezes(),
                inForce.overrides(),
                ledger,
                owner,
                owner.remembered(),
                owner.opened().at(now));
        Decision decision;
        try {
            decision = product.decide(before, task.input(), around);
        } catch (RuntimeException defect) {
            var violation = new Violation("the core failed over " + task + "\n  from " + before + "\n  " + defect);
            violation.initCause(defect);
            throw violation;
        }
        return new Step(
                steps,
                owner.key(),
                task.id(),
                task.event(),
                task.input(),
                before,
                decision,
                around,
                ledger.movements());
    }

    private static void wake(OwnerState owner, Step step, Deque<Task> tasks) {
        for (var movement : step.movements()) {
            if (movement.after().used() < movement.before().used()) {
                wakeFirst(owner, movement.budget(), tasks);
            }
        }
        var place = ticket(step.before());
        if (place != null && !Objects.equals(place, ticket(step.after()))) {
            place.budgets().forEach(budget -> wakeFirst(owner, budget, tasks));
        }
    }

    private static IntentState.@Nullable Ticket ticket(@Nullable IntentState state) {
        return state == null ? null : state.ticket().orElse(null);
    }

    private static void wakeFirst(OwnerState owner, String budget, Deque<Task> tasks) {
        owner.head(budget).ifPresent(head -> tasks.addLast(new Task(head, new Event.Wake(), new Input.Woken())));
    }

    private OwnerState owner(String key) {
        return owners.computeIfAbsent(key, OwnerState::new);
    }
}
