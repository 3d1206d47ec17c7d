package io.countersign.simulation;

import io.countersign.contract.Owner;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.simulation.Log.Topic;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Event.Status;
import io.countersign.simulation.oracle.Happening;
import io.countersign.simulation.oracle.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A random history of one partition with three owners: intents over shared budgets, executors that are late, silent, wrong
 * or double, reviewers and owners at cross purposes, policies, freezes and limits that change, topics that are read in any
 * order, crashes, and time that passes in leaps. The same seed gives the same history.
 */
final class History {

    /** Two hours before a month ends in Vienna, in which summer time has begun. */
    static final long OPENING = Instant.parse("2026-03-31T20:00:00Z").toEpochMilli();

    private static final List<Owner> OWNERS =
            List.of(new Owner("acme", "ana"), new Owner("acme", "bo"), new Owner("zeta", "cy"));
    private static final int MOST_INTENTS = 12;
    private static final int MOST_LEAPS = 5_000;
    private static final long DAY = 24L * 3_600_000;

    private final Random random;
    private final Chance chance;
    private final Bundles bundles;
    private final Log log = new Log();
    private final Partition partition;
    private final DueTimers timers;
    private final List<Log.Entry> past = new ArrayList<>();
    private final List<Ask> asks = new ArrayList<>();
    private long clock = OPENING;

    private record Known(String owner, String id, IntentState state) {}

    History(long seed, Product product, Bundles bundles, Consumer<Step> observer) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.chance = new Chance(random);
        this.bundles = bundles;
        this.partition = new Partition(product, seed % 4 == 0, log, OPENING, bundles.number(0), observer);
        this.timers = new DueTimers(partition, log, random);
    }

    void run(int inputs) {
        for (int i = 0; i < inputs; i++) {
            input();
            if (random.nextInt(5) > 0) {
                readOn(random.nextInt(8) == 0 ? 2 : Integer.MAX_VALUE);
            }
            if (random.nextInt(3) == 0) {
                partition.commit();
            } else if (random.nextInt(60) == 0) {
                partition.crash();
            }
        }
    }

    /** Everything thaws, policy allows what it can, and time passes until every timer has fired. */
    void drain() {
        partition.adopt(Integer.MAX_VALUE);
        partition.inForce().stops().forEach(stop -> partition.set(new Control.Thaw(stop.scope())));
        partition.inForce().caps().forEach(cap -> partition.set(new Control.Unlimit(cap)));
        partition.set(new Control.Activate(bundles.generous()));
        partition.adopt(Integer.MAX_VALUE);
        boolean silent = random.nextBoolean();
        for (int i = 0; i < MOST_LEAPS && !isDone(); i++) {
            if (!silent) {
                committed().forEach(this::finish);
            }
            timers.next(clock, Long.MAX_VALUE).ifPresent(this::pass);
            tick();
            partition.commit();
        }
        if (!isDone()) {
            throw new Violation("never ended: "
                    + partition.owners().values().stream()
                            .flatMap(owner -> owner.intents().values().stream())
                            .toList());
        }
        pass(clock + 70 * DAY);
        tick();
        for (var owner : partition.owners().values()) {
            if (!owner.books().isEmpty()
                    || !owner.remembered().isEmpty()
                    || !owner.opened().isEmpty()) {
                throw new Violation("kept for ever, or held: " + owner.key());
            }
            if (!owner.oracle().cases().isEmpty()) {
                throw new Violation("lost: " + owner.oracle().cases().keySet());
            }
        }
    }

    /** True if nothing waits: neither an intent, nor a record that would bring one. */
    private boolean isDone() {
        return log.readable().isEmpty()
                && partition.owners().values().stream()
                        .allMatch(owner -> owner.intents().isEmpty());
    }

    private void finish(Known known) {
        if (known.state() instanceof IntentState.Approved || known.state() instanceof IntentState.Running) {
            int number = known.state().dossier().attempts().size();
            append(
                    Topic.OUTCOMES,
                    known,
                    new Event.Report(
                            number,
                            Event.Pass.LEASE,
                            Status.SUCCEEDED,
                            null,
                            false,
                            false,
                            null,
                            null,
                            false,
                            false,
                            0,
                            clock));
        }
    }

    private void input() {
        int draw = random.nextInt(100);
        if (draw < 34) {
            report();
        } else if (draw < 50) {
            submit();
        } else if (draw < 66) {
            letTimersFire();
        } else if (draw < 72) {
            pass(clock + chance.leap());
        } else if (draw < 82) {
            somebody().ifPresent(known -> append(Topic.REVIEWS, known, chance.review(known.state(), clock)));
        } else if (draw < 85) {
            somebody().ifPresent(known -> append(Topic.CANCELLATIONS, known, new Event.Cancel("ana")));
        } else if (draw < 91) {
            again();
        } else if (draw < 94) {
            order();
        } else {
            control();
        }
    }

    /** A user opens a session, or one more under the same id, or ends one. */
    private void order() {
        var owner = chance.pick(OWNERS).key();
        var ended = chance.knownTask(4);
        if (ended != null) {
            append(Topic.SESSIONS, owner, ended.id(), new Order.End(ended.id()));
        } else {
            var task = chance.task(clock);
            append(Topic.SESSIONS, owner, task.id(), new Order.Open(task, clock));
        }
    }

    /** Reads so many records at most, from whatever topic comes next, and commits where it likes. */
    private void readOn(int most) {
        for (int i = 0; i < most; i++) {
            var readable = log.readable();
            if (readable.isEmpty()) {
                return;
            }
            consume(log.read(chance.pick(readable)));
            if (random.nextInt(4) == 0) {
                partition.commit();
            }
        }
    }

    private void consume(Log.Entry entry) {
        partition.consume(entry, random.nextInt(4) == 0 ? random.nextInt(2) : Integer.MAX_VALUE);
        if (entry.topic() == Topic.TICKS) {
            timers.fire(clock);
        }
    }

    private void append(Topic topic, Known known, Event event) {
        append(topic, known.owner(), known.id(), event);
    }

    private void append(Topic topic, String owner, String id, @Nullable Happening event) {
        past.add(log.append(topic, clock, owner, id, event));
    }

    private void tick() {
        log.append(Topic.TICKS, clock, "", "", null);
        readOn(Integer.MAX_VALUE);
    }

    private void submit() {
        var owner = chance.pick(OWNERS);
        long open = partition.committed(owner.key()).intents().values().stream()
                .filter(state -> !(state instanceof IntentState.Ended))
                .count();
        if (open < MOST_INTENTS) {
            ask(chance.ask(owner, chance.id(owner, clock), clock));
        }
    }

    private void ask(Ask ask) {
        asks.add(ask);
        append(Topic.SUBMITTED, ask.owner(), ask.id(), new Event.Submit(ask));
    }

    /** A duplicate, or something that comes later than others that were after it. */
    private void again() {
        if (past.isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0 && !asks.isEmpty()) {
            var first = chance.pick(asks);
            var owner = Owner.parse(first.owner());
            ask(random.nextBoolean() ? first : chance.ask(owner, first.id(), clock));
            return;
        }
        var old = random.nextBoolean() ? past.getLast() : chance.pick(past);
        append(old.topic(), old.owner(), old.id(), appendedNow(old.happening()));
    }

    private @Nullable Happening appendedNow(@Nullable Happening happening) {
        if (happening instanceof Order.Open open) {
            return new Order.Open(open.task(), clock);
        }
        return happening instanceof Event.Report report
                ? new Event.Report(
                        report.attempt(),
                        report.pass(),
                        report.status(),
                        report.run(),
                        report.saysFrozen(),
                        report.noEffect(),
                        report.retryAfter(),
                        report.used(),
                        report.cached(),
                        report.fallback(),
                        report.passedOver(),
                        clock)
                : happening;
    }

    private void report() {
        var tried = committed().stream()
                .filter(known -> !known.state().dossier().attempts().isEmpty())
                .filter(known -> !(known.state() instanceof IntentState.Ended) || random.nextInt(8) == 0)
                .toList();
        if (tried.isEmpty()) {
            submit();
            return;
        }
        var known = chance.pick(tried);
        append(Topic.OUTCOMES, known, chance.report(known.state(), clock));
    }

    private void letTimersFire() {
        if (!timers.isEmpty() && random.nextInt(3) > 0) {
            long horizon = clock + (random.nextInt(20) == 0 ? 40 * DAY : DAY);
            timers.next(Long.MIN_VALUE, horizon)
                    .ifPresent(due -> pass(due + (random.nextBoolean() ? 0 : random.nextInt(3_000))));
        }
        tick();
    }

    private void control() {
        chance.controls(partition.inForce(), bundles, OWNERS, clock).forEach(partition::set);
    }

    private Optional<Known> somebody() {
        var known = committed();
        return known.isEmpty() ? Optional.empty() : Optional.of(chance.pick(known));
    }

    private List<Known> committed() {
        var all = new ArrayList<Known>();
        OWNERS.forEach(owner -> partition
                .committed(owner.key())
                .intents()
                .forEach((id, state) -> all.add(new Known(owner.key(), id, state))));
        return all;
    }

    private void pass(long instant) {
        clock = Math.max(clock, instant);
    }
}
