package io.countersign.simulation;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Houses;
import io.countersign.simulation.house.Task;
import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Event.Decree;
import io.countersign.simulation.oracle.Event.Status;
import io.countersign.simulation.oracle.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What agents, executors, reviewers and operators come up with. Times are milliseconds since the epoch. */
final class Chance {

    private static final long DAY = 24L * 3_600_000;

    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private int keys;

    Chance(Random random) {
        this.random = random;
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Time that passes: mostly seconds, sometimes days. */
    long leap() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextLong(40 * DAY);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> random.nextLong(2 * DAY);
            default -> random.nextInt(20_000);
        };
    }

    /** The id of an intent: of an idempotency key, or one that says when it was made. */
    String id(Owner owner, long now) {
        if (oneIn(4)) {
            return IntentIds.random(Instant.ofEpochMilli(now - random.nextInt(40) * DAY), random);
        }
        keys++;
        return IntentIds.derived(owner, "bot", "key-" + keys);
    }

    Ask ask(Owner owner, String id, long now) {
        var action = oneIn(20) ? "orders.gone" : pick(List.of(Houses.READ, Houses.REFUND, Houses.REFUND, Houses.CHAT));
        long amount = oneIn(10) ? random.nextInt(1_200) - 20 : random.nextInt(60);
        var roles = oneIn(25) ? List.<String>of() : oneIn(4) ? List.of("support", "pro") : List.of("support");
        var deadline = oneIn(4) ? (Long) (now + random.nextInt(7_200_000) - 1_000) : null;
        return new Ask(
                id,
                owner.tenant(),
                owner.user(),
                oneIn(4) ? "bee" : "bot",
                oneIn(3) ? session(now) : null,
                action,
                amount,
                oneIn(12) ? pick(Arrays.asList("ghost", null)) : pick(List.of("small", "small", "big")),
                random.nextInt(30),
                random.nextInt(60),
                deadline,
                random.nextBoolean(),
                roles,
                null);
    }

    /** A session that somebody has opened, or nobody has. */
    private String session(long now) {
        return tasks.isEmpty() || oneIn(12)
                ? IntentIds.random(Instant.ofEpochMilli(now), random)
                : pick(tasks).id();
    }

    /** A session that was asked for before; none if there is none, or somebody wants a new one. */
    @Nullable
    Task knownTask(int rarity) {
        return tasks.isEmpty() || random.nextInt(rarity) > 0 ? null : pick(tasks);
    }

    /** A session for a task, under a new id or under one that was used before. */
    Task task(long now) {
        var known = knownTask(5);
        var task = new Task(
                known == null ? IntentIds.random(Instant.ofEpochMilli(now), random) : known.id(),
                pick(Arrays.asList(null, "bot", "bee")),
                allowances(),
                oneIn(8) ? random.nextLong(40 * DAY) : random.nextInt(3_600_000));
        tasks.add(task);
        return task;
    }

    private List<Task.Allowance> allowances() {
        var allowances = new ArrayList<Task.Allowance>();
        for (int i = oneIn(20) ? 3 : random.nextInt(3); i < 3; i++) {
            var most = random.nextInt(4) > 0 ? null : (Long) (long) random.nextInt(60);
            allowances.add(new Task.Allowance(pick(List.of("orders.*", "*", Houses.REFUND, Houses.CHAT)), most));
        }
        return allowances;
    }

    /** What an executor says: mostly of the last attempt, mostly what fits. */
    Event.Report report(IntentState state, long now) {
        int attempts = state.dossier().attempts().size();
        int attempt = oneIn(6) ? 1 + random.nextInt(attempts + 1) : attempts;
        var pass = pass(state);
        var status = pass == Event.Pass.PROBE && random.nextInt(5) > 0
                ? pick(List.of(Status.SUCCEEDED, Status.FAILED, Status.FAILED_RETRYABLE, Status.UNKNOWN))
                : status(state);
        return new Event.Report(
                attempt,
                pass,
                status,
                oneIn(10) ? null : "run-" + random.nextInt(2),
                status == Status.NOT_STARTED && oneIn(3),
                status == Status.FAILED_RETRYABLE && random.nextBoolean(),
                oneIn(3) ? (Long) (long) random.nextInt(100_000) : null,
                used(status, state),
                status == Status.SUCCEEDED && oneIn(6),
                oneIn(6),
                oneIn(6) ? random.nextInt(12) : 0,
                now);
    }

    private Event.Pass pass(IntentState state) {
        if (oneIn(40)) {
            return Event.Pass.FORGED;
        }
        return oneIn(state instanceof IntentState.Unknown ? 2 : 20) ? Event.Pass.PROBE : Event.Pass.LEASE;
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

    private Event.@Nullable Usage used(Status status, IntentState state) {
        if (status == Status.STARTED || status == Status.RUNNING || oneIn(5)) {
            return null;
        }
        if (oneIn(25)) {
            return new Event.Usage(absurd(), absurd(), absurd(), absurd(), model(state));
        }
        return new Event.Usage(
                random.nextInt(50),
                random.nextInt(40),
                random.nextInt(60),
                oneIn(4) ? random.nextInt(500) : 0,
                model(state));
    }

    /** Who says it has answered: mostly who was asked, but also others, nobody, and somebody unheard of. */
    private @Nullable String model(IntentState state) {
        return random.nextInt(3) > 0
                ? state.dossier().request().model()
                : pick(Arrays.asList("tiny", "small", "big", "unheard-of", "", null));
    }

    private long absurd() {
        return pick(List.of(Long.MIN_VALUE, -1L, 0L, 1L << 53, (1L << 53) - 1, Long.MAX_VALUE));
    }

    /** What a reviewer decides: mostly what fits, and of the version that is there. */
    Event.Review review(IntentState state, long now) {
        var decree = pick(List.of(Decree.values()));
        if (random.nextInt(3) > 0) {
            decree = state instanceof IntentState.Held ? Decree.APPROVE : Decree.RETRY;
        }
        var roles = new ArrayList<String>();
        if (random.nextInt(10) > 0) {
            roles.add("countersign-reviewer");
        }
        if (random.nextInt(3) > 0) {
            roles.add("finance");
        }
        if (oneIn(3)) {
            roles.add("countersign-operator");
        }
        var reviewId = "review-" + random.nextInt(1_000_000);
        return new Event.Review(
                reviewId,
                IntentIds.ofReview(reviewId),
                state.dossier().version() - (oneIn(5) ? random.nextInt(3) - 1 : 0),
                decree,
                random.nextInt(12) > 0,
                new Event.Voter(pick(List.of("rita", "rob", "rex", "ana", "bot")), oneIn(6), roles),
                random.nextInt(5) > 0,
                now);
    }

    /** What an operator does, or a policy author. */
    List<Control> controls(InForce inForce, Bundles bundles, List<Owner> owners, long now) {
        int draw = random.nextInt(9);
        if (draw < 4) {
            return List.of(new Control.Activate(bundles.number(random.nextInt(bundles.count()))));
        }
        if (draw < 7 && inForce.stops().isEmpty()) {
            return List.of(new Control.Freeze(stop(now), oneIn(3)));
        }
        if (draw < 7) {
            return inForce.stops().stream()
                    .map(stop -> (Control) new Control.Thaw(stop.scope()))
                    .toList();
        }
        if (inForce.caps().isEmpty() || random.nextBoolean()) {
            var budget = pick(inForce.bundle().house().budgets()).name();
            return List.of(new Control.Limit(
                    new Setting.Cap(budget, pick(owners).key(), random.nextInt(300), maybeUntil(now))));
        }
        return List.of(new Control.Unlimit(pick(inForce.caps())));
    }

    private Setting.Stop stop(long now) {
        var until = maybeUntil(now);
        return switch (random.nextInt(5)) {
            case 0 -> new Setting.Stop("all", null, "", until);
            case 1 -> new Setting.Stop("tenant/acme", "acme", "", until);
            case 2 -> new Setting.Stop("action/orders.refund", null, Houses.REFUND, until);
            case 3 -> new Setting.Stop("action/orders.*", null, "orders.", until);
            default -> new Setting.Stop("tenant/x", "x", "", until);
        };
    }

    private @Nullable Long maybeUntil(long now) {
        return random.nextBoolean() ? null : (Long) (now + random.nextInt(600_000));
    }
}
