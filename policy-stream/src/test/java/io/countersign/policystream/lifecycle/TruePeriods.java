package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.RollingWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Books of every placement in a rolling budget, to the instant: whatever buckets the ledger uses, no period of the
 * budget's length may hold or have settled more than the limit of the last decision that placed a hold in it.
 */
final class TruePeriods {

    private final Map<Placed, Placement> placements = new LinkedHashMap<>();

    private record Placed(String intent, int attempt, String budget) {}

    private record Placement(Instant at, Duration period, long limit, Hold hold) {
        long exact() {
            return hold.settled() - hold.overrun() + (hold.open() ? hold.amount() : 0);
        }
    }

    /** Takes down what a decision did; tells of a period that exceeds its limit. */
    Optional<String> follow(Shell.Step step) {
        var after = step.after();
        if (after != null) {
            after.dossier().attempts().forEach(attempt -> attempt.holds().forEach(hold -> note(step, attempt, hold)));
        }
        return step.movements().isEmpty()
                ? Optional.empty()
                : violation(step.around().now());
    }

    private void note(Shell.Step step, Attempt attempt, Hold hold) {
        var key = new Placed(step.id(), attempt.number(), hold.budget());
        var known = placements.get(key);
        if (known != null) {
            placements.put(key, new Placement(known.at(), known.period(), known.limit(), hold));
            return;
        }
        var budget = rolling(step, hold.budget());
        boolean placedNow = attempt.approvedAt().equals(step.around().now());
        if (placedNow && budget != null && hold.amount() > 0) {
            var period = ((RollingWindow) budget.window()).period();
            placements.put(key, new Placement(step.around().now(), period, budget.limit(), hold));
        }
    }

    private static HousePolicy.@Nullable Budget rolling(Shell.Step step, String name) {
        return ((HousePolicy) step.around().policy())
                .budgets().stream()
                        .filter(budget -> budget.name().equals(name) && budget.window() instanceof RollingWindow)
                        .findFirst()
                        .orElse(null);
    }

    private Optional<String> violation(Instant now) {
        placements
                .values()
                .removeIf(old -> old.at().isBefore(now.minus(old.period().multipliedBy(3))));
        for (var first : placements.values()) {
            var end = first.at().plus(first.period());
            long sum = 0;
            long limit = 0;
            for (var other : placements.values()) {
                if (!other.at().isBefore(first.at()) && other.at().isBefore(end)) {
                    sum += other.exact();
                    limit = other.limit();
                }
            }
            if (sum > limit) {
                return Optional.of(sum + " instead of " + limit + " from " + first.at() + " to " + end);
            }
        }
        return Optional.empty();
    }
}
