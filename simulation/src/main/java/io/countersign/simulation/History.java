package io.countersign.simulation;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Timer;
import io.countersign.simulation.Log.Topic;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Houses;
import io.countersign.simulation.house.Task;
import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Event.Decree;
import io.countersign.simulation.oracle.Event.Status;
import io.countersign.simulation.oracle.Happening;
import io.countersign.simulation.oracle.Order;
import io.countersign.simulation.oracle.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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

    /** The opening of a day, a few hours before the end of a month in Vienna, which falls into the change to summer time. */
    static final long OPENING = Instant.parse("2026-03-31T20:00:00Z").toEpochMilli();

    private static final List<Owner> OWNERS =
            List.of(new Owner("acme", "ana"), new Owner("acme", "bo"), new Owner("zeta", "cy"));
    private static final int MOST_INTENTS = 12;
    private static final int MOST_LEAPS = 5_000;
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final Random random;
    private final Bundles bundles;
    private final Log log = new Log();
    private final Partition partition;
    private final List<Log.Entry> past = new ArrayList<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private long clock = OPENING;
    private int keys;

    private record DueTimer(String owner, String id, Timer timer) {}

    private record Known(String owner, String id, IntentState state) {}

    History(long seed, Product product, Bundles bundles, Consumer<Step> observer) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.bundles = bundles;
        this.partition = new Partition(product, seed % 4 == 0, log, OPENING, bundles.number(0), observer);
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
            timers().stream()
                    .mapToLong(due -> due.timer().due().toEpochMilli())
                    .filter(due -> due > clock)
                    .min()
                    .ifPresent(this::pass);
            tick(Integer.MAX_VALUE);
            partition.commit();
        }
        if (!isDone()) {
            throw new Violation("never ended: "
                    + partition.owners().values().stream()
                            .flatMap(owner -> owner.intents().values().stream())
                            .toList());
        }
        pass(clock + 70 * DAY);
        tick(Integer.MAX_VALUE);
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

    private boolean isDone() {
        return partition.owners().values().stream()
                .allMatch(owner -> owner.intents().isEmpty());
    }

    private void finish(Known known) {
        if (known.state() instanceof IntentState.Approved || known.state() instanceof IntentState.Running) {
            int number = known.state().dossier().attempts().size();
            append(
                    Topic.OUTCOMES,
                    known,
                    new Event.Report(number, true, Status.SUCCEEDED, null, false, null, null, clock));
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
            pass(clock + leap());
        } else if (draw < 82) {
            review();
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

    private long leap() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextLong(40 * DAY);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> random.nextLong(2 * DAY);
            default -> random.nextInt(20_000);
        };
    }

    /** A user opens a session, or one more under the same id, or ends one. */
    private void order() {
        var owner = pick(OWNERS).key();
        if (!tasks.isEmpty() && random.nextInt(4) == 0) {
            var ended = pick(tasks).id();
            append(Topic.SESSIONS, owner, ended, new Order.End(ended));
            return;
        }
        var known =
                tasks.isEmpty() || random.nextInt(5) > 0 ? null : pick(tasks).id();
        var task = new Task(
                known == null ? IntentIds.random(Instant.ofEpochMilli(clock), random) : known,
                pick(Arrays.asList(null, "bot", "bee")),
                allowances(),
                random.nextInt(8) == 0 ? random.nextLong(40 * DAY) : random.nextInt(3_600_000));
        tasks.add(task);
        append(Topic.SESSIONS, owner, task.id(), new Order.Open(task, clock));
    }

    private List<Task.Allowance> allowances() {
        var allowances = new ArrayList<Task.Allowance>();
        for (int i = random.nextInt(20) == 0 ? 3 : random.nextInt(3); i < 3; i++) {
            var most = random.nextInt(4) > 0 ? null : (Long) (long) random.nextInt(60);
            allowances.add(new Task.Allowance(pick(List.of("orders.*", "*", Houses.REFUND, Houses.CHAT)), most));
        }
        return allowances;
    }

    /** One that somebody has opened, or nobody has. */
    private String session() {
        return tasks.isEmpty() || random.nextInt(12) == 0
                ? IntentIds.random(Instant.ofEpochMilli(clock), random)
                : pick(tasks).id();
    }

    /** Reads so many records at most, from whatever topic comes next, and commits where it likes. */
    private void readOn(int most) {
        for (int i = 0; i < most; i++) {
            var readable = log.readable();
            if (readable.isEmpty()) {
                return;
            }
            consume(log.read(pick(readable)));
            if (random.nextInt(4) == 0) {
                partition.commit();
            }
        }
    }

    private void consume(Log.Entry entry) {
        partition.consume(entry, random.nextInt(4) == 0 ? random.nextInt(2) : Integer.MAX_VALUE);
        if (entry.topic() == Topic.TICKS) {
            fireTimers();
        }
    }

    private void append(Topic topic, Known known, Event event) {
        append(topic, known.owner(), known.id(), event);
    }

    private void append(Topic topic, String owner, String id, @Nullable Happening event) {
        past.add(log.append(topic, clock, owner, id, event));
    }

    private void tick(int most) {
        log.append(Topic.TICKS, clock, "", "", null);
        readOn(most);
    }

    private void submit() {
        var owner = pick(OWNERS);
        long open = partition.committed(owner.key()).intents().values().stream()
                .filter(state -> !(state instanceof IntentState.Ended))
                .count();
        if (open < MOST_INTENTS) {
            ask(ask(owner, id(owner)));
        }
    }

    private void ask(Ask ask) {
        asks.add(ask);
        append(Topic.SUBMITTED, ask.owner(), ask.id(), new Event.Submit(ask));
    }

    private String id(Owner owner) {
        if (random.nextInt(4) == 0) {
            return IntentIds.random(Instant.ofEpochMilli(clock - random.nextInt(40) * DAY), random);
        }
        keys++;
        return IntentIds.derived(owner, "bot", "key-" + keys);
    }

    private Ask ask(Owner owner, String id) {
        var action = random.nextInt(20) == 0
                ? "orders.gone"
                : pick(List.of(Houses.READ, Houses.REFUND, Houses.REFUND, Houses.CHAT));
        long amount = random.nextInt(10) == 0 ? random.nextInt(1_200) - 20 : random.nextInt(60);
        var roles = random.nextInt(25) == 0
                ? List.<String>of()
                : random.nextInt(4) == 0 ? List.of("support", "pro") : List.of("support");
        var deadline = random.nextInt(4) == 0 ? (Long) (clock + random.nextInt(7_200_000) - 1_000) : null;
        return new Ask(
                id,
                owner.tenant(),
                owner.user(),
                random.nextInt(4) == 0 ? "bee" : "bot",
                random.nextInt(3) == 0 ? session() : null,
                action,
                amount,
                random.nextInt(12) == 0 ? "ghost" : pick(List.of("small", "small", "big")),
                random.nextInt(30),
                random.nextInt(60),
                deadline,
                random.nextBoolean(),
                roles,
                null);
    }

    /** A duplicate, or something that comes later than others that were after it. */
    private void again() {
        if (past.isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0 && !asks.isEmpty()) {
            var first = pick(asks);
            var owner = Owner.parse(first.owner());
            ask(random.nextBoolean() ? first : ask(owner, first.id()));
            return;
        }
        var old = random.nextBoolean() ? past.getLast() : pick(past);
        append(old.topic(), old.owner(), old.id(), appendedNow(old.happening()));
    }

    private @Nullable Happening appendedNow(@Nullable Happening happening) {
        if (happening instanceof Order.Open open) {
            return new Order.Open(open.task(), clock);
        }
        return happening instanceof Event.Report report
                ? new Event.Report(
                        report.attempt(),
                        report.genuine(),
                        report.status(),
                        report.run(),
                        report.saysFrozen(),
                        report.retryAfter(),
                        report.used(),
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
        var known = pick(tried);
        List<Attempt> attempts = known.state().dossier().attempts();
        int attempt = random.nextInt(6) == 0 ? 1 + random.nextInt(attempts.size() + 1) : attempts.size();
        var status = status(known.state());
        append(
                Topic.OUTCOMES,
                known,
                new Event.Report(
                        attempt,
                        random.nextInt(40) > 0,
                        status,
                        random.nextInt(10) == 0 ? null : "run-" + random.nextInt(2),
                        status == Status.NOT_STARTED && random.nextInt(3) == 0,
                        random.nextInt(3) == 0 ? (Long) (long) random.nextInt(100_000) : null,
                        used(status),
                        clock));
    }

    private Status status(IntentState state) {
        int draw = random.nextInt(100);
        if (state instanceof IntentState.Approved && draw < 70) {
            return draw < 55 ? Status.STARTED : Status.NOT_STARTED;
        }
        if (state instanceof IntentState.Running && draw < 80) {
            return pick(List.of(
                    Status.SUCCEEDED,
                    Status.FAILED_RETRYABLE,
                    Status.FAILED_RETRYABLE,
                    Status.UNKNOWN,
                    Status.RUNNING));
        }
        return pick(List.of(Status.values()));
    }

    private Event.@Nullable Usage used(Status status) {
        if (status == Status.STARTED || status == Status.RUNNING || random.nextInt(5) == 0) {
            return null;
        }
        if (random.nextInt(25) == 0) {
            return new Event.Usage(absurd(), absurd(), absurd(), absurd());
        }
        return new Event.Usage(
                random.nextInt(50),
                random.nextInt(40),
                random.nextInt(60),
                random.nextInt(4) == 0 ? random.nextInt(500) : 0);
    }

    private long absurd() {
        return pick(List.of(Long.MIN_VALUE, -1L, 0L, 1L << 53, (1L << 53) - 1, Long.MAX_VALUE));
    }

    private void letTimersFire() {
        var timers = timers();
        if (!timers.isEmpty() && random.nextInt(3) > 0) {
            long horizon = clock + (random.nextInt(20) == 0 ? 40 * DAY : DAY);
            timers.stream()
                    .mapToLong(due -> due.timer().due().toEpochMilli())
                    .filter(due -> due < horizon)
                    .min()
                    .ifPresent(due -> pass(due + (random.nextBoolean() ? 0 : random.nextInt(3_000))));
        }
        tick(Integer.MAX_VALUE);
    }

    /** Fires what is due, in order or not, all of it or not; now and then also what is not due. */
    private void fireTimers() {
        partition.forget();
        var timers = timers();
        if (random.nextBoolean()) {
            Collections.shuffle(timers, random);
        }
        long now = partition.now();
        int most = random.nextBoolean() ? Integer.MAX_VALUE : 5;
        timers.stream()
                .filter(due -> due.timer().due().toEpochMilli() <= now || random.nextInt(50) == 0)
                .limit(most)
                .forEach(this::fire);
    }

    private void fire(DueTimer due) {
        var owner = partition.owners().get(due.owner());
        var state = owner == null ? null : owner.intent(due.id());
        if (state == null || !state.timers().contains(due.timer())) {
            return;
        }
        if (due.timer().name().fenced()) {
            long at = Math.max(clock, partition.now());
            var fence = new Event.Fence(state.dossier().attempts().getLast().number(), at);
            log.write(Topic.OUTCOMES, at, due.owner(), due.id(), fence);
        } else {
            partition.decide(
                    due.owner(),
                    due.id(),
                    new Event.Due(due.timer().name().name(), due.timer().due().toEpochMilli()));
        }
    }

    private List<DueTimer> timers() {
        var all = new ArrayList<DueTimer>();
        partition
                .owners()
                .forEach((owner, state) -> state.intents()
                        .forEach((id, intent) ->
                                intent.timers().forEach(timer -> all.add(new DueTimer(owner, id, timer)))));
        all.sort(Comparator.comparing(due -> due.timer().due()));
        return all;
    }

    private void review() {
        somebody().ifPresent(known -> {
            var dossier = known.state().dossier();
            var decree = pick(List.of(Decree.values()));
            if (random.nextInt(3) > 0) {
                decree = known.state() instanceof IntentState.Held ? Decree.APPROVE : Decree.RETRY;
            }
            var roles = new ArrayList<String>();
            if (random.nextInt(10) > 0) {
                roles.add("countersign-reviewer");
            }
            if (random.nextInt(3) > 0) {
                roles.add("finance");
            }
            if (random.nextInt(3) == 0) {
                roles.add("countersign-operator");
            }
            var reviewId = "review-" + random.nextInt(1_000_000);
            append(
                    Topic.REVIEWS,
                    known,
                    new Event.Review(
                            reviewId,
                            IntentIds.ofReview(reviewId),
                            dossier.version() - (random.nextInt(5) == 0 ? random.nextInt(3) - 1 : 0),
                            decree,
                            random.nextInt(12) > 0,
                            new Event.Voter(
                                    pick(List.of("rita", "rob", "rex", "ana", "bot")), random.nextInt(6) == 0, roles),
                            random.nextInt(5) > 0,
                            clock));
        });
    }

    private void control() {
        var inForce = partition.inForce();
        int draw = random.nextInt(9);
        if (draw < 4) {
            partition.set(new Control.Activate(bundles.number(random.nextInt(bundles.count()))));
        } else if (draw < 7 && inForce.stops().isEmpty()) {
            partition.set(new Control.Freeze(stop(), random.nextInt(3) == 0));
        } else if (draw < 7) {
            inForce.stops().forEach(stop -> partition.set(new Control.Thaw(stop.scope())));
        } else if (inForce.caps().isEmpty() || random.nextBoolean()) {
            var budget = pick(inForce.bundle().house().budgets()).name();
            partition.set(
                    new Control.Limit(new Setting.Cap(budget, pick(OWNERS).key(), random.nextInt(300), maybeUntil())));
        } else {
            partition.set(new Control.Unlimit(pick(inForce.caps())));
        }
    }

    private Setting.Stop stop() {
        var until = maybeUntil();
        return switch (random.nextInt(5)) {
            case 0 -> new Setting.Stop("all", null, "", until);
            case 1 -> new Setting.Stop("tenant/acme", "acme", "", until);
            case 2 -> new Setting.Stop("action/orders.refund", null, Houses.REFUND, until);
            case 3 -> new Setting.Stop("action/orders.*", null, "orders.", until);
            default -> new Setting.Stop("tenant/x", "x", "", until);
        };
    }

    private @Nullable Long maybeUntil() {
        return random.nextBoolean() ? null : (Long) (clock + random.nextInt(600_000));
    }

    private Optional<Known> somebody() {
        var known = committed();
        return known.isEmpty() ? Optional.empty() : Optional.of(pick(known));
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

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
