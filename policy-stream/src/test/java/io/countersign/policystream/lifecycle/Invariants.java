package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Threshold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What must hold after every decision, whatever came before. It looks at decisions from outside and keeps books of its
 * own, so that a core that is wrong cannot excuse itself.
 */
final class Invariants implements Consumer<Shell.Step> {

    private final Shell shell;
    private final Map<BalanceKey, Long> limits = new HashMap<>();
    private final Map<BalanceKey, Balance> forgotten = new HashMap<>();
    private final Map<String, Long> lastPerson = new HashMap<>();
    private final Map<Tried, Long> doubtedSince = new HashMap<>();

    private final Set<String> told = new HashSet<>();
    private final TruePeriods periods = new TruePeriods();

    private record Tried(String id, int attempt) {}

    Invariants(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void accept(Shell.Step step) {
        everyCommandHasOneAnswer(step);
        everyChangeHasOneEvent(step);
        everyIntentHasATimerUntilItIsForgotten(step);
        whatHasEndedStaysSo(step);
        whatNeedsAPersonIsALetter(step);
        attemptsAreAddedOneByOne(step);
        for (var handedOver : of(step, Consequence.HandedOver.class)) {
            onlyWhatMayRunIsHandedOver(step, handedOver);
            theLastLeaseHasEnded(step);
            whatMustNotHappenTwiceIsNotRepeatedWithoutAPerson(step);
            nobodyIsPassedInLine(step, handedOver);
            limitsArePlaced(handedOver.admitted().claims());
        }
        of(step, Consequence.Reached.class).forEach(reached -> aThresholdIsToldOnce(step, reached.threshold()));
        remember(step);
        periods.follow(step)
                .ifPresent(violation -> require(step, false, () -> "above the limit in a true period: " + violation));
        for (var movement : step.movements()) {
            var key = movement.key();
            require(step, !shell.hasForgotten(key), () -> "booked into a window that was forgotten: " + key);
            everyBalanceIsTheSumOfItsHolds(step, key);
            noLimitIsPassed(step, key);
        }
    }

    /** At the end, when every timer has fired, nothing is left over. */
    void afterAll() {
        require(
                shell.intents().isEmpty(),
                () -> "never ended: " + shell.intents().values());
        require(shell.balances().isEmpty(), () -> "kept for ever, or held: " + shell.balances());
    }

    private static void everyCommandHasOneAnswer(Shell.Step step) {
        int answers = of(step, Consequence.Answered.class).size();
        int expected = step.input() instanceof Input.Command ? 1 : 0;
        require(step, answers == expected, () -> answers + " answers instead of " + expected);
    }

    private static void everyChangeHasOneEvent(Shell.Step step) {
        var before = step.before();
        var after = step.after();
        var events = of(step, Consequence.Recorded.class);
        if (after == null || after.equals(before)) {
            require(step, events.isEmpty(), () -> "an event without a change");
            require(step, step.movements().isEmpty(), () -> "balances moved without an event");
            return;
        }
        require(step, events.size() == 1, () -> events.size() + " events of one change");
        var event = events.getFirst();
        long version = before == null ? 0 : before.dossier().version();
        require(step, after.dossier().version() == version + 1, () -> "versions do not count events");
        require(step, event.state().equals(after), () -> "the event tells of another state");
        require(
                step,
                before == null ? event.from() == null : before.name().equals(event.from()),
                () -> "the event tells of another state before");
        require(step, event.movements().equals(step.movements()), () -> "the event tells of other movements");
        require(step, !event.actor().isEmpty(), () -> "done by nobody");
        var words = event.words();
        require(
                step,
                words == null || words.reasons().equals(event.reasons()),
                () -> "the content gives other reasons than the event");
        require(
                step,
                before == null
                        || words != null
                        || after.dossier().reasons().equals(before.dossier().reasons()),
                () -> "a decision without words");
        require(
                step,
                !event.reasons().isEmpty() || after instanceof IntentState.Approved,
                () -> "stopped or ended for no reason");
    }

    private static void everyIntentHasATimerUntilItIsForgotten(Shell.Step step) {
        var after = step.after();
        require(step, after == null || !after.timers().isEmpty(), () -> "waits for nothing");
        boolean forgets = step.input() instanceof Input.Due due && due.timer().name() == TimerName.FORGET;
        require(step, after != null || step.before() == null || forgets, () -> "forgotten too early");
    }

    private static void whatHasEndedStaysSo(Shell.Step step) {
        if (step.before() instanceof IntentState.Ended ended && step.after() != null) {
            require(
                    step,
                    step.after() instanceof IntentState.Ended still && still.end() == ended.end(),
                    () -> "ended twice");
        }
    }

    private static void whatNeedsAPersonIsALetter(Shell.Step step) {
        var after = step.after();
        var before = step.before();
        if (after == null || (before != null && before.name().equals(after.name()))) {
            return;
        }
        boolean needed = switch (after.name()) {
            case "HELD", "DEAD", "UNKNOWN", "EXPIRED" -> true;
            case "REJECTED" -> !(step.input() instanceof Input.Reviewed);
            default -> false;
        };
        require(step, !needed || !of(step, Consequence.Lettered.class).isEmpty(), () -> "a letter is missing");
    }

    private static void attemptsAreAddedOneByOne(Shell.Step step) {
        var after = step.after();
        if (after == null) {
            return;
        }
        List<Attempt> then =
                step.before() == null ? List.of() : step.before().dossier().attempts();
        var now = after.dossier().attempts();
        int added = of(step, Consequence.HandedOver.class).size();
        require(step, now.size() == then.size() + added && added <= 1, () -> "an attempt without its hand-off");
        require(step, now.size() <= 100, () -> "attempts without bound");
        for (int i = 0; i < now.size(); i++) {
            int number = i + 1;
            require(step, now.get(i).number() == number, () -> "attempts are not numbered from 1");
            if (i < then.size()) {
                holdsAreTheSame(step, then.get(i).holds(), now.get(i).holds());
            }
        }
    }

    private static void holdsAreTheSame(Shell.Step step, List<Hold> then, List<Hold> now) {
        require(step, then.size() == now.size(), () -> "a hold was lost, or made twice");
        for (int i = 0; i < then.size(); i++) {
            var was = then.get(i);
            var is = now.get(i);
            require(
                    step,
                    was.key().equals(is.key()) && was.amount() == is.amount(),
                    () -> "a hold became another: " + was + " " + is);
            require(step, was.open() || !is.open(), () -> "a hold was opened again");
        }
    }

    private void onlyWhatMayRunIsHandedOver(Shell.Step step, Consequence.HandedOver handedOver) {
        var request = handedOver.dossier().request();
        require(step, !step.around().frozen(request), () -> "handed over during a freeze");
        require(step, !request.isPast(shell.now()), () -> "handed over past its deadline");
        require(step, step.after() instanceof IntentState.Approved, () -> "handed over without approval");
        require(
                step,
                step.before() == null
                        || !step.before().dossier().hasSucceeded()
                        || step.input() instanceof Input.Reviewed,
                () -> "handed over though it has succeeded");
    }

    private void theLastLeaseHasEnded(Shell.Step step) {
        var last = step.before() == null
                ? null
                : step.before().dossier().lastAttempt().orElse(null);
        if (last == null || last.end() != null) {
            return;
        }
        var until = last.leaseUntil() == null ? last.startBy() : last.leaseUntil();
        require(
                step,
                !shell.now().isBefore(until.plus(IntentState.GRACE)),
                () -> "handed over while attempt " + last.number() + " lives");
    }

    private void whatMustNotHappenTwiceIsNotRepeatedWithoutAPerson(Shell.Step step) {
        if (step.before() == null || step.input() instanceof Input.Reviewed) {
            return;
        }
        long person = lastPerson.getOrDefault(step.id(), 0L);
        for (var attempt : step.before().dossier().attempts()) {
            long since = doubtedSince.getOrDefault(new Tried(step.id(), attempt.number()), 0L);
            require(
                    step,
                    attempt.idempotent() || !mayHaveHadItsEffect(attempt) || since < person,
                    () -> "attempt " + attempt.number() + " may have had its effect");
        }
    }

    private static boolean mayHaveHadItsEffect(Attempt attempt) {
        return attempt.began()
                && attempt.end() != ReportStatus.FAILED
                && attempt.end() != ReportStatus.FAILED_RETRYABLE
                && attempt.end() != ReportStatus.NOT_STARTED;
    }

    private void nobodyIsPassedInLine(Shell.Step step, Consequence.HandedOver handedOver) {
        if (step.before() instanceof IntentState.Retrying) {
            return;
        }
        long ticket = step.before() == null
                ? Long.MAX_VALUE
                : step.before().ticket().map(IntentState.Ticket::number).orElse(Long.MAX_VALUE);
        for (var claim : handedOver.admitted().claims()) {
            require(
                    step,
                    claim.amount() == 0 || !shell.line().before(claim.budget(), ticket),
                    () -> "passed others who wait for " + claim.budget());
        }
    }

    private void limitsArePlaced(List<Claim> claims) {
        for (var claim : claims) {
            if (claim.amount() > 0) {
                limits.put(new BalanceKey(claim.budget(), claim.window()), claim.limit());
            }
        }
    }

    private void aThresholdIsToldOnce(Shell.Step step, Threshold threshold) {
        var balance = threshold.balance();
        require(
                step,
                balance.settled() > 0 && balance.settled() * 100 >= balance.limit() * threshold.percent(),
                () -> "told too early: " + threshold);
        var level = threshold.budget() + " " + threshold.window().text() + " " + threshold.percent();
        require(step, told.add(level) || threshold.window().rolls(), () -> "told twice: " + threshold);
    }

    private void noLimitIsPassed(Shell.Step step, BalanceKey key) {
        var balance = shell.balances().getOrDefault(key, Balance.EMPTY);
        require(
                step,
                balance.settled() - balance.overrun() + balance.held() <= limits.getOrDefault(key, 0L),
                () -> "above the limit: " + key + " " + balance);
        require(
                step,
                balance.held() >= 0 && balance.overrun() >= 0 && balance.settled() >= balance.overrun(),
                () -> "impossible: " + key + " " + balance);
    }

    private void everyBalanceIsTheSumOfItsHolds(Shell.Step step, BalanceKey key) {
        var sum = forgotten.getOrDefault(key, Balance.EMPTY);
        for (var state : shell.intents().values()) {
            sum = plus(sum, key, state.dossier().attempts());
        }
        var balance = shell.balances().getOrDefault(key, Balance.EMPTY);
        var expected = new Balance(balance.limit(), sum.held(), sum.settled(), sum.overrun(), balance.told());
        require(step, balance.equals(expected), () -> key + " is " + balance + ", its holds are " + expected);
    }

    private void remember(Shell.Step step) {
        if (step.input() instanceof Input.Reviewed
                && !of(step, Consequence.Recorded.class).isEmpty()) {
            lastPerson.put(step.id(), step.number());
        }
        if (step.after() != null) {
            step.after().dossier().attempts().stream()
                    .filter(Invariants::mayHaveHadItsEffect)
                    .forEach(
                            attempt -> doubtedSince.putIfAbsent(new Tried(step.id(), attempt.number()), step.number()));
        }
        if (step.after() == null && step.before() != null) {
            lastPerson.remove(step.id());
            doubtedSince.keySet().removeIf(tried -> tried.id().equals(step.id()));
            var attempts = step.before().dossier().attempts();
            attempts.stream()
                    .flatMap(attempt -> attempt.holds().stream())
                    .map(Hold::key)
                    .distinct()
                    .forEach(key ->
                            forgotten.put(key, plus(forgotten.getOrDefault(key, Balance.EMPTY), key, attempts)));
        }
    }

    private static Balance plus(Balance sum, BalanceKey key, List<Attempt> attempts) {
        long held = sum.held();
        long settled = sum.settled();
        long overrun = sum.overrun();
        for (var attempt : attempts) {
            for (var hold : attempt.holds()) {
                if (hold.key().equals(key)) {
                    held += hold.open() ? hold.amount() : 0;
                    settled += hold.settled();
                    overrun += hold.overrun();
                }
            }
        }
        return new Balance(0, held, settled, overrun);
    }

    private static <T extends Consequence> List<T> of(Shell.Step step, Class<T> kind) {
        var found = new ArrayList<T>();
        for (var consequence : step.decision().consequences()) {
            if (kind.isInstance(consequence)) {
                found.add(kind.cast(consequence));
            }
        }
        return found;
    }

    private static void require(Shell.Step step, boolean holds, Message message) {
        require(
                holds,
                () -> message.text() + "\n  at decision " + step.number() + ": " + step.input() + "\n  from "
                        + step.before() + "\n  to " + step.after());
    }

    private static void require(boolean holds, Message message) {
        if (!holds) {
            throw new Violation(message.text());
        }
    }

    private interface Message {
        String text();
    }

    /** Something that must never be the case is the case. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }
}
