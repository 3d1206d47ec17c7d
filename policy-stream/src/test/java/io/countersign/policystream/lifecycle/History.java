package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random history of one owner: intents over shared budgets, executors that are late, silent, wrong or double, reviewers
 * and owners at cross purposes, policies and freezes that change, and time that passes in leaps. The same seed gives the
 * same history.
 */
final class History {

    private static final Owner ANA = new Owner("acme", "ana");
    private static final int MOST_INTENTS = 12;
    private static final int MOST_LEAPS = 5_000;

    private final Random random;
    private final Shell shell;
    private final List<Input.Submitted> submissions = new ArrayList<>();
    private final List<Past> past = new ArrayList<>();
    private Instant lastAppend = Shell.OPENING;

    private record Past(String id, Input input) {}

    private record DueTimer(String id, Timer timer) {}

    History(long seed, Shell shell) {
        this.random = new Random(seed);
        this.shell = shell;
    }

    static HousePolicy opening() {
        return HousePolicy.allowingAll().limiting(budgets(100, 10, 500, 140));
    }

    void run(int inputs) {
        for (int i = 0; i < inputs; i++) {
            input();
        }
    }

    /** Everything thaws, policy allows what it can, and time passes until every timer has fired. */
    void drain() {
        shell.thawed().under(HousePolicy.allowingAll().limiting(budgets(1_000_000, 1_000_000, 1_000_000, 1_000_000)));
        for (int i = 0; i < MOST_LEAPS && !shell.intents().isEmpty(); i++) {
            timers().stream()
                    .filter(due -> !due.timer().due().isAfter(shell.now()))
                    .sorted(Comparator.comparing(due -> due.timer().due()))
                    .forEach(this::fire);
            timers().stream()
                    .map(due -> due.timer().due())
                    .filter(due -> due.isAfter(shell.now()))
                    .min(Comparator.naturalOrder())
                    .ifPresent(this::pass);
        }
    }

    private void input() {
        int draw = random.nextInt(100);
        if (draw < 34) {
            report();
        } else if (draw < 48) {
            submit();
        } else if (draw < 66) {
            letTimersFire();
        } else if (draw < 72) {
            pass(shell.now().plusMillis(random.nextInt(20_000)));
        } else if (draw < 82) {
            review();
        } else if (draw < 85) {
            somebody().ifPresent(id -> decide(id, new Input.Cancelled("ana")));
        } else if (draw < 91) {
            again();
        } else if (draw < 95) {
            shell.under(policy());
        } else if (draw < 98) {
            freezeOrThaw();
        } else {
            somebody().ifPresent(id -> decide(id, random.nextBoolean() ? new Input.Woken() : new Input.Halted()));
        }
    }

    private void decide(String id, Input input) {
        past.add(new Past(id, input));
        shell.decide(id, input);
    }

    private Optional<String> somebody() {
        var ids = List.copyOf(shell.intents().keySet());
        return ids.isEmpty() ? Optional.empty() : Optional.of(pick(ids));
    }

    private void submit() {
        long open = shell.intents().values().stream()
                .filter(state -> !(state instanceof IntentState.Ended))
                .count();
        if (open >= MOST_INTENTS) {
            return;
        }
        var id = random.nextInt(4) == 0
                ? IntentIds.random(shell.now().minus(Duration.ofDays(random.nextInt(40))), random)
                : IntentIds.derived(ANA, "bot", "key-" + random.nextInt(10_000));
        var requests = Requests.of(ANA.key())
                .withId(id)
                .doing(random.nextInt(20) == 0 ? "orders.gone" : pick(List.of(Actions.READ, Actions.REFUND)))
                .costing(random.nextInt(10) == 0 ? random.nextInt(1000) : random.nextInt(60));
        if (random.nextInt(4) == 0) {
            requests = requests.until(shell.now().plusMillis(random.nextInt(7_200_000) - 1_000));
        }
        var submitted = new Input.Submitted((random.nextBoolean() ? requests.deferring() : requests).request());
        submissions.add(submitted);
        decide(id, submitted);
    }

    /** A duplicate, or an input that comes later than others that were after it. */
    private void again() {
        if (past.isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0 && !submissions.isEmpty()) {
            var first = pick(submissions).request();
            var other = Requests.of(ANA.key()).withId(first.id()).costing(random.nextInt(3));
            decide(first.id(), new Input.Submitted(random.nextBoolean() ? first : other.request()));
            return;
        }
        var old = random.nextBoolean() ? past.getLast() : pick(past);
        decide(old.id(), old.input() instanceof Input.Reported report ? appendedNow(report) : old.input());
    }

    private Input appendedNow(Input.Reported report) {
        return new Input.Reported(
                report.attempt(),
                report.lease(),
                report.status(),
                report.run(),
                report.chunks(),
                report.result(),
                report.fault(),
                report.used(),
                report.cached(),
                report.fallback(),
                report.executor(),
                appendTime());
    }

    private void report() {
        var tried = shell.intents().values().stream()
                .filter(state -> !state.dossier().attempts().isEmpty())
                .filter(state -> !(state instanceof IntentState.Ended) || random.nextInt(8) == 0)
                .toList();
        if (tried.isEmpty()) {
            submit();
            return;
        }
        var state = pick(tried);
        var dossier = state.dossier();
        var attempt = random.nextInt(6) == 0
                ? pick(dossier.attempts())
                : dossier.attempts().getLast();
        var lease = random.nextInt(40) == 0 ? "forged" : attempt.lease(dossier.request());
        var run = random.nextInt(10) == 0 ? null : "run-" + random.nextInt(2);
        var status = status(state);
        decide(
                dossier.request().id(),
                new Input.Reported(
                        attempt.number(),
                        lease,
                        status,
                        run,
                        null,
                        null,
                        fault(status),
                        used(status),
                        false,
                        false,
                        "x1",
                        appendTime()));
    }

    private ReportStatus status(IntentState state) {
        int draw = random.nextInt(100);
        if (state instanceof IntentState.Approved && draw < 70) {
            return draw < 55 ? ReportStatus.STARTED : ReportStatus.NOT_STARTED;
        }
        if (state instanceof IntentState.Running && draw < 80) {
            return pick(List.of(
                    ReportStatus.SUCCEEDED,
                    ReportStatus.FAILED_RETRYABLE,
                    ReportStatus.FAILED_RETRYABLE,
                    ReportStatus.UNKNOWN,
                    ReportStatus.RUNNING));
        }
        return pick(List.of(ReportStatus.values()));
    }

    private @Nullable Fault fault(ReportStatus status) {
        if (status == ReportStatus.NOT_STARTED && random.nextInt(3) == 0) {
            return new Fault(Code.FROZEN.name(), "frozen", null);
        }
        return random.nextInt(3) == 0 ? new Fault("HTTP_503", "later", (long) random.nextInt(100_000)) : null;
    }

    private @Nullable Consumption used(ReportStatus status) {
        return !status.isEnd() || random.nextInt(5) == 0
                ? null
                : new Consumption(random.nextInt(50), random.nextInt(20), 0, 0, false);
    }

    private void letTimersFire() {
        var timers = timers();
        if (timers.isEmpty()) {
            return;
        }
        if (random.nextInt(3) > 0) {
            timers.stream()
                    .map(due -> due.timer().due())
                    .filter(due -> due.isBefore(shell.now().plus(Duration.ofDays(random.nextInt(20) == 0 ? 40 : 1))))
                    .min(Comparator.naturalOrder())
                    .ifPresent(due -> pass(due.plusMillis(random.nextBoolean() ? 0 : random.nextInt(3_000))));
        }
        Collections.shuffle(timers, random);
        timers.stream()
                .filter(due -> !due.timer().due().isAfter(shell.now()) || random.nextInt(50) == 0)
                .limit(5)
                .forEach(this::fire);
    }

    private void fire(DueTimer due) {
        var state = shell.state(due.id());
        if (state == null) {
            return;
        }
        if (due.timer().name().fenced()) {
            lastAppend = shell.now();
            decide(
                    due.id(),
                    new Input.Fenced(state.dossier().attempts().getLast().number(), lastAppend));
        } else {
            decide(due.id(), new Input.Due(due.timer()));
        }
    }

    private List<DueTimer> timers() {
        var all = new ArrayList<DueTimer>();
        shell.intents().forEach((id, state) -> state.timers().forEach(timer -> all.add(new DueTimer(id, timer))));
        return all;
    }

    private void review() {
        somebody().ifPresent(id -> {
            var state = shell.intents().get(id);
            if (state == null) {
                return;
            }
            var dossier = state.dossier();
            var decree = pick(List.of(Input.Decree.values()));
            if (random.nextInt(3) > 0) {
                decree = state instanceof IntentState.Held ? Input.Decree.APPROVE : Input.Decree.RETRY;
            }
            var roles = new ArrayList<String>();
            if (random.nextInt(10) > 0) {
                roles.add("countersign-reviewer");
            }
            if (random.nextInt(3) > 0) {
                roles.add("finance");
            }
            decide(
                    id,
                    new Input.Reviewed(
                            "review-" + random.nextInt(1_000),
                            null,
                            dossier.version() - (random.nextInt(5) == 0 ? random.nextInt(3) - 1 : 0),
                            decree,
                            random.nextInt(20) == 0
                                    ? "another"
                                    : dossier.request().digest(),
                            new Input.Vote(pick(List.of("rita", "rob", "rex", "ana")), false, roles),
                            random.nextInt(5) == 0 ? null : "seen",
                            shell.now()));
        });
    }

    private void freezeOrThaw() {
        if (shell.freezes().all().isEmpty()) {
            var until = random.nextBoolean() ? null : shell.now().plusSeconds(random.nextInt(600));
            shell.frozenBy(new Freeze(pick(List.of("all", "tenant/acme", "action/orders.refund", "tenant/x")), until));
        } else {
            shell.thawed();
        }
    }

    private HousePolicy policy() {
        var policy = HousePolicy.allowing(action(Actions.idempotent()), action(Actions.notIdempotent()))
                .limiting(budgets(
                        30 + random.nextInt(100),
                        3 + random.nextInt(20),
                        100 + random.nextInt(900),
                        60 + random.nextInt(200)));
        return switch (random.nextInt(6)) {
            case 0 -> policy.holding(new ApprovalClause("big", List.of("finance"), 1, Duration.ofMinutes(5)));
            case 1 ->
                policy.holding(
                        new ApprovalClause("big", List.of("finance"), 2, Duration.ofMinutes(50)),
                        new ApprovalClause("odd", List.of(), 1, Duration.ofHours(4)));
            case 2 ->
                policy.deferring(
                        Duration.ofSeconds(random.nextInt(300)), shell.now().plusSeconds(random.nextInt(1_000)));
            case 3 -> random.nextInt(3) == 0 ? policy.refusing(Code.NOT_GRANTED) : policy;
            default -> policy;
        };
    }

    private Action action(Action original) {
        return random.nextInt(6) > 0 ? original : Actions.otherwise(original);
    }

    private static HousePolicy.Budget[] budgets(long tokens, long calls, long daily, long rolling) {
        return new HousePolicy.Budget[] {
            new HousePolicy.Budget("tokens-10m", Unit.TOKENS, Duration.ofMinutes(10), tokens),
            new HousePolicy.Budget("calls-1h", Unit.REQUESTS, Duration.ofHours(1), calls),
            new HousePolicy.Budget("tokens-1d", Unit.TOKENS, Duration.ofDays(1), daily),
            new HousePolicy.Budget("tokens-rolling", Unit.TOKENS, new RollingWindow(Duration.ofMinutes(25)), rolling)
        };
    }

    private void pass(Instant instant) {
        if (instant.isAfter(shell.now())) {
            shell.at(instant);
        }
    }

    /** Reports are appended in the order in which they are read, a little before now. */
    private Instant appendTime() {
        var append = shell.now().minusMillis(random.nextInt(3) == 0 ? random.nextInt(2_000) : 0);
        lastAppend = append.isBefore(lastAppend) ? lastAppend : append;
        return lastAppend;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
