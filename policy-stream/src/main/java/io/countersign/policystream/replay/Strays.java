package io.countersign.policystream.replay;

import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.stream.DecidedAgain;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.ReasonFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The intents of a backtest that fare otherwise than they were recorded. An attempt of theirs begins when it is approved.
 * What the record says an attempt came to is what it comes to here, at the recorded time, or at once if that has passed.
 * Until then its reservation counts in full, and if the record says nothing, for good: that is a guess.
 */
final class Strays {

    private final DecidedAgain world;
    private final Map<String, Set<String>> astray = new HashMap<>();
    private final Map<String, Input.Reported> heard = new HashMap<>();
    private boolean more;

    Strays(DecidedAgain world) {
        this.world = world;
    }

    boolean contains(IntentEvent event) {
        return contains(event.getOwner(), event.getIntentId());
    }

    void add(IntentEvent event) {
        more = true;
        astray.computeIfAbsent(event.getOwner(), owner -> new HashSet<>()).add(String.valueOf(event.getIntentId()));
    }

    /** The id begins a life anew. */
    void forget(IntentEvent event) {
        var ofOwner = astray.get(event.getOwner());
        if (ofOwner != null) {
            ofOwner.remove(String.valueOf(event.getIntentId()));
        }
    }

    /** Their timers fire when they are due: nobody recorded a tick for them. */
    List<IntentEvent> fireDue(Instant at) {
        if (astray.isEmpty()) {
            return List.of();
        }
        boolean again = more;
        more = false;
        return world.fireDue(this::contains, again, at);
    }

    /** Begins what is approved; if its end has been heard of already, that is reported too. */
    List<IntentEvent> begin(String owner, String intentId, Instant at) {
        if (!(world.state(owner, intentId).orElse(null) instanceof IntentState.Approved approved)) {
            return List.of();
        }
        var attempt = approved.dossier().attempts().getLast();
        var made = new ArrayList<>(world.report(owner, intentId, start(approved, attempt, at), at));
        var end = heard.remove(key(owner, intentId));
        if (end != null) {
            made.addAll(heard(owner, intentId, end, at));
        }
        return made;
    }

    /** What was reported to the recorded attempt is reported to the one that there is. */
    List<IntentEvent> heard(String owner, String intentId, Input.Reported report, Instant at) {
        if (!report.status().isEnd() || report.status() == ReportStatus.NOT_STARTED) {
            return List.of();
        }
        if (world.state(owner, intentId).orElse(null) instanceof IntentState.Running running) {
            var attempt = running.dossier().attempts().getLast();
            return world.report(owner, intentId, ofAttempt(report, running, attempt, at), at);
        }
        heard.put(key(owner, intentId), report);
        return List.of();
    }

    /** True if a reservation counts for this decision of which is not known what it came to. */
    boolean countFor(IntentEvent decision) {
        var ofOwner = astray.getOrDefault(decision.getOwner(), Set.of());
        if (ofOwner.isEmpty()) {
            return false;
        }
        var budgets = budgets(decision);
        return ofOwner.stream()
                .filter(id -> !id.equals(decision.getIntentId()))
                .flatMap(id -> world.state(decision.getOwner(), id).stream())
                .flatMap(state -> state.dossier().attempts().stream())
                .flatMap(attempt -> attempt.holds().stream())
                .anyMatch(hold -> hold.open()
                        && budgets.contains(hold.budget())
                        && hold.window().countsUntil().isAfter(decision.getAt()));
    }

    /** The budgets that had room for it, or had not. */
    private static Set<String> budgets(IntentEvent decision) {
        return Stream.concat(
                        decision.getBudget().stream().map(BudgetEntry::getName),
                        decision.getReasons().stream().map(ReasonFact::getRule).filter(rule -> rule != null))
                .collect(Collectors.toSet());
    }

    private boolean contains(String owner, @Nullable String intentId) {
        return intentId != null && astray.getOrDefault(owner, Set.of()).contains(intentId);
    }

    private static Input.Reported start(IntentState state, Attempt attempt, Instant at) {
        return new Input.Reported(
                attempt.number(),
                attempt.lease(state.dossier().request()),
                ReportStatus.STARTED,
                null,
                null,
                null,
                null,
                false,
                null,
                false,
                false,
                List.of(),
                "backtest",
                at);
    }

    private static Input.Reported ofAttempt(Input.Reported report, IntentState state, Attempt attempt, Instant at) {
        return report.ofAttempt(attempt.number(), attempt.lease(state.dossier().request()), at);
    }

    private static String key(String owner, String intentId) {
        return owner + "/" + intentId;
    }
}
